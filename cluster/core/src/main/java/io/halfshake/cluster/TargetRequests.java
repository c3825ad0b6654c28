package io.halfshake.cluster;

import io.halfshake.cluster.spi.ClusterLog;
import io.halfshake.internal.Durations;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What the application has asked for of targets, until the log has decided on it: to add or to remove them. Of one
 * target one request after the other. Each is proposed again until it is decided on or its time is over.
 *
 * <p>For one thread at a time.
 */
final class TargetRequests {
    private static final int ROOM = ClusterLog.MAX_COMMAND_BYTES - Limits.NAME_BYTES;

    /** Of an item beside its texts: two lengths. */
    private static final int ITEM_BYTES = 4;

    private static final class Request {
        /** Null to remove the target. */
        private final @Nullable Bytes settings;

        private final long deadline;
        private final CompletableFuture<Boolean> future = new CompletableFuture<>();
        private boolean isProposed;

        Request(@Nullable Bytes settings, long deadline) {
            this.settings = settings;
            this.deadline = deadline;
        }
    }

    private final Duration timeout;
    private boolean isClosed;
    private final Map<String, Deque<Request>> requests = new LinkedHashMap<>();

    /** Of requests that were decided on, to be run without locks. */
    private final List<Runnable> endings = new ArrayList<>();

    /** Each request has this long. */
    TargetRequests(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * Asks for a target to be added or removed.
     *
     * @param settings null to remove it
     * @param nanos the present, by this member's monotonic clock
     * @return whether the log has changed by it; fails with a {@link TimeoutException} if it has not decided in time,
     *     and with an {@link IllegalStateException} if it has no room
     */
    CompletableFuture<Boolean> ask(String target, @Nullable Bytes settings, long nanos) {
        if (isClosed) {
            throw new IllegalStateException("member: closed");
        }
        Request request = new Request(settings, nanos + Durations.nanos(timeout));
        requests.computeIfAbsent(target, key -> new ArrayDeque<>(1)).addLast(request);
        return request.future;
    }

    /**
     * What to propose now.
     *
     * @param state what is committed
     * @param time the present, by the cluster's time
     * @return at most one command of each kind; what it has is not returned again until {@link #retry}
     */
    List<Command> next(ClusterState state, long time) {
        List<Command.NewTarget> added = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        int room = ROOM;
        for (Map.Entry<String, Deque<Request>> each : requests.entrySet()) {
            Request first = each.getValue().getFirst();
            if (first.isProposed) {
                continue;
            }
            Bytes settings = first.settings;
            room -= 3 * each.getKey().length() + ITEM_BYTES + (settings == null ? 0 : settings.length());
            if (room < 0 || Math.max(added.size(), removed.size()) >= Limits.ITEMS) {
                break;
            }
            first.isProposed = true;
            if (settings == null) {
                removed.add(each.getKey());
            } else {
                added.add(new Command.NewTarget(each.getKey(), settings));
            }
        }
        List<Command> commands = new ArrayList<>(2);
        if (!added.isEmpty()) {
            commands.add(new Command.AddTargets(time, state.index(), added));
        }
        if (!removed.isEmpty()) {
            commands.add(new Command.RemoveTargets(time, state.index(), removed));
        }
        return commands;
    }

    /** After each command that was applied, also those of other members. */
    void applied(Applied applied) {
        if (requests.isEmpty()) {
            return;
        }
        if (applied.command() instanceof Command.AddTargets add) {
            for (int i = 0; i < add.targets().size(); i++) {
                decided(add.targets().get(i).target(), true, applied.decisions().get(i));
            }
        } else if (applied.command() instanceof Command.RemoveTargets remove) {
            for (int i = 0; i < remove.targets().size(); i++) {
                decided(remove.targets().get(i), false, applied.decisions().get(i));
            }
        }
    }

    private void decided(String target, boolean toAdd, Decision decision) {
        Deque<Request> waiting = requests.get(target);
        if (waiting == null || (waiting.getFirst().settings != null) != toAdd) {
            return;
        }
        Request first = waiting.getFirst();
        Refusal refusal = decision.refusal();
        if (refusal == Refusal.STALE_STATE) {
            first.isProposed = false;
        } else if (refusal == Refusal.FULL) {
            over(target, waiting);
            endings.add(
                    () -> first.future.completeExceptionally(new IllegalStateException("targets in the partition of "
                            + target + ": " + Limits.TARGETS_OF_A_PARTITION + " (expected fewer)")));
        } else {
            over(target, waiting);
            endings.add(() -> first.future.complete(refusal == null));
        }
    }

    private void over(String target, Deque<Request> waiting) {
        waiting.removeFirst();
        if (waiting.isEmpty()) {
            requests.remove(target);
        }
    }

    /** After a time without a decision: a copy of what was proposed does no harm. */
    void retry() {
        requests.values().forEach(waiting -> waiting.getFirst().isProposed = false);
    }

    /** Ends those whose time is over. */
    void expire(long nanos) {
        Iterator<Map.Entry<String, Deque<Request>>> each = requests.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<String, Deque<Request>> next = each.next();
            Deque<Request> waiting = next.getValue();
            while (!waiting.isEmpty() && nanos - waiting.getFirst().deadline >= 0) {
                fail(next.getKey(), waiting.removeFirst(), "the cluster has not decided within " + timeout);
            }
            if (waiting.isEmpty()) {
                each.remove();
            }
        }
    }

    /** Ends all of them. */
    void close() {
        isClosed = true;
        requests.forEach(
                (target, waiting) -> waiting.forEach(request -> fail(target, request, "the member was closed")));
        requests.clear();
    }

    private void fail(String target, Request request, String why) {
        String what = request.settings == null ? "remove " : "add ";
        endings.add(() -> request.future.completeExceptionally(new TimeoutException(what + target + ": " + why)));
    }

    /** What has ended since this was last called. */
    List<Runnable> takeEndings() {
        List<Runnable> taken = List.copyOf(endings);
        endings.clear();
        return taken;
    }
}
