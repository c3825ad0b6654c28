package io.halfshake.cluster;

import io.halfshake.cluster.spi.ClusterLog;
import io.halfshake.cluster.spi.LogListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A log that accepts nothing by itself. */
final class StubLog implements ClusterLog {
    private final List<CompletableFuture<Long>> proposed = new ArrayList<>();
    private @Nullable String member;
    private @Nullable LogListener listener;
    private boolean isLeader;
    private boolean isClosed;

    @Override
    public void start(String name, LogListener toApply) {
        member = name;
        listener = toApply;
    }

    @Override
    public CompletionStage<Long> propose(byte[] command) {
        CompletableFuture<Long> index = new CompletableFuture<>();
        proposed.add(index);
        return index;
    }

    @Override
    public Set<String> view() {
        return Set.of();
    }

    @Override
    public boolean isLeader() {
        return isLeader;
    }

    @Override
    public void close() {
        isClosed = true;
    }

    @Nullable
    String member() {
        return member;
    }

    boolean isClosed() {
        return isClosed;
    }

    void lead(boolean leads) {
        isLeader = leads;
    }

    LogListener started() {
        return Objects.requireNonNull(listener);
    }

    void apply(long index, Command command) {
        started().applied(index, CommandFormat.encode(command));
    }

    /** Answers all that was proposed, and applies none of it. */
    void acceptAll() {
        List<CompletableFuture<Long>> all = List.copyOf(proposed);
        proposed.clear();
        all.forEach(each -> each.complete(1L));
    }
}
