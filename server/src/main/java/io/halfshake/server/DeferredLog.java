package io.halfshake.server;

import io.halfshake.cluster.spi.ClusterLog;
import io.halfshake.cluster.spi.LogListener;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A log that begins later than its member: a watcher that was started by mistake, and finds its address in use, must
 * not have replaced the member that runs.
 */
final class DeferredLog implements ClusterLog {
    private final ClusterLog log;
    private @Nullable String member;
    private @Nullable LogListener listener;
    private volatile boolean isOpen;

    DeferredLog(ClusterLog log) {
        this.log = log;
    }

    @Override
    public void start(String name, LogListener applying) {
        member = name;
        listener = applying;
    }

    /** Begins. By one thread, after {@link #start}. */
    void open() {
        log.start(Objects.requireNonNull(member, "member"), Objects.requireNonNull(listener, "listener"));
        isOpen = true;
    }

    @Override
    public CompletionStage<Long> propose(byte[] command) {
        return isOpen
                ? log.propose(command)
                : CompletableFuture.failedStage(new IllegalStateException("the log is not open yet"));
    }

    @Override
    public Set<String> view() {
        return isOpen ? log.view() : Set.of();
    }

    @Override
    public boolean isLeader() {
        return isOpen && log.isLeader();
    }

    @Override
    public void close() {
        log.close();
    }
}
