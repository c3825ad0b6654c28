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

/** The log of a single member, which does with proposals what a test says. */
final class ScriptedLog implements ClusterLog {
    /** What becomes of proposals. */
    enum Fate {
        /** Accepted and applied at once. */
        ACCEPTED,
        /** Never answered, nor accepted. */
        SILENT,
        FAILED
    }

    private final String member;
    private final List<Command> proposed = new ArrayList<>();
    private @Nullable LogListener listener;
    private Fate fate = Fate.ACCEPTED;
    private long index;

    ScriptedLog(String member) {
        this.member = member;
    }

    void fate(Fate next) {
        fate = next;
    }

    /** What was proposed since this was last called, in order. */
    List<Command> takeProposed() {
        List<Command> taken = List.copyOf(proposed);
        proposed.clear();
        return taken;
    }

    /** As another member would. */
    void apply(Command command) {
        apply(CommandFormat.encode(command));
    }

    private long apply(byte[] command) {
        index++;
        Objects.requireNonNull(listener).applied(index, command);
        return index;
    }

    @Override
    public void start(String name, LogListener toApply) {
        listener = toApply;
    }

    @Override
    public CompletionStage<Long> propose(byte[] command) {
        try {
            proposed.add(CommandFormat.decode(command, CommandFormat.VERSION));
        } catch (FormatException e) {
            throw new AssertionError(e);
        }
        return switch (fate) {
            case ACCEPTED -> CompletableFuture.completedFuture(apply(command));
            case SILENT -> new CompletableFuture<>();
            case FAILED -> CompletableFuture.failedFuture(new IllegalStateException("of the test"));
        };
    }

    @Override
    public Set<String> view() {
        return Set.of(member);
    }

    @Override
    public boolean isLeader() {
        return true;
    }

    @Override
    public void close() {
        fate = Fate.FAILED;
    }
}
