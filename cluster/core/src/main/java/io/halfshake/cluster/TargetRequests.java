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
 * What the application has requested of targets, until the log has decided on it: to add or to remove them. Of one
 * target one request after the other. Each is proposed again until it is decided on or its time is over.
 *
 * <p>For one thread at a time.
 */
final class TargetRequests {
    private static final int ROOM = ClusterLog.MAX_COMMAND_BYTES - Limits.NAME_BYTES;

    private static final class Request {
        /** Null to remove the target. */
        private final @Nullable Bytes settings;

        private final long deadline;
        private final CompletableFuture<Boolean> future = new CompletableFuture<>();

        /** What has carried it, by the time and the index of the command. */
        private final List<Proposed> proposed = new ArrayList<>(1);

        /** The last of these; null if it is to be proposed. */
        private @Nullable Flight flight;

        Request(@Nullable Bytes settings, long deadline) {
            this.settings = settings;
            this.deadline = deadline;
        }

        boolean toAdd() {
            return settings != null;
        }

        boolean isDue(long nanos) {
            return flight == null || flight.isOver(nanos);
        }
    }

    /**
     * By what a member knows a command of its own. That of another member says nothing of what was requested here: it
     * may have been decided on before that.
     */
    private record Proposed(long time, long index) {}

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
     * Requests that a target is added or removed.
     *
     * @param settings null to remove it
     * @param nanos the present, by this member's monotonic clock
     * @return whether the log has changed by it; fails with a {@link TimeoutException} if it has not decided in time,
     *     and with an {@link IllegalStateException} if it has no room
     */
    CompletableFuture<Boolean> submit(String target, @Nullable Bytes settings, long nanos) {
        if (isClosed) {
            throw new IllegalStateException("member: closed");
        }
        Request request = new Request(settings, nanos + Durations.nanos(timeout));
        requests.computeIfAbsent(target, key -> new ArrayDeque<>(1)).addLast(request);
        return request.future;
    }

    /**
     * The targets to be added now.
     *
     * @param state what is committed
     * @param time the present, by the cluster's time
     * @param nanos the present, by this member's monotonic clock
     * @param flight of the command: what it carries is returned again once it {@linkplain Flight#isOver is over},
     *     unless it was decided on
     * @return as many as fit into a command; null if there is none
     */
    Command.@Nullable AddTargets nextAdded(ClusterState state, long time, long nanos, Flight flight) {
        List<Command.NewTarget> added = new ArrayList<>();
        for (Map.Entry<String, Request> each : take(true, nanos).entrySet()) {
            Bytes settings = each.getValue().settings;
            added.add(new Command.NewTarget(each.getKey(), settings == null ? Bytes.EMPTY : settings));
            proposed(each.getValue(), state, time, flight);
        }
        return added.isEmpty() ? null : new Command.AddTargets(time, state.index(), added);
    }

    /** The targets to be removed now: as {@link #nextAdded}. */
    Command.@Nullable RemoveTargets nextRemoved(ClusterState state, long time, long nanos, Flight flight) {
        Map<String, Request> removed = take(false, nanos);
        removed.values().forEach(request -> proposed(request, state, time, flight));
        return removed.isEmpty() ? null : new Command.RemoveTargets(time, state.index(), List.copyOf(removed.keySet()));
    }

    private static void proposed(Request request, ClusterState state, long time, Flight flight) {
        request.proposed.add(new Proposed(time, state.index()));
        request.flight = flight;
    }

    private Map<String, Request> take(boolean toAdd, long nanos) {
        Map<String, Request> taken = new LinkedHashMap<>();
        int room = ROOM;
        for (Map.Entry<String, Deque<Request>> each : requests.entrySet()) {
            Request first = each.getValue().getFirst();
            if (first.toAdd() == toAdd && first.isDue(nanos)) {
                Bytes settings = first.settings;
                room -= CommandFormat.mostBytes(each.getKey(), settings == null ? 0 : settings.length());
                if (room < 0 || taken.size() >= Limits.ITEMS) {
                    break;
                }
                taken.put(each.getKey(), first);
            }
        }
        return taken;
    }

    /** After each command that was applied, also those of other members. */
    void applied(Applied applied) {
        if (requests.isEmpty()) {
            return;
        }
        if (applied.command() instanceof Command.AddTargets add) {
            Proposed proposed = new Proposed(add.time(), add.index());
            for (int i = 0; i < add.targets().size(); i++) {
                decided(
                        add.targets().get(i).target(),
                        true,
                        proposed,
                        applied.decisions().get(i));
            }
        } else if (applied.command() instanceof Command.RemoveTargets remove) {
            Proposed proposed = new Proposed(remove.time(), remove.index());
            for (int i = 0; i < remove.targets().size(); i++) {
                decided(
                        remove.targets().get(i),
                        false,
                        proposed,
                        applied.decisions().get(i));
            }
        }
    }

    private void decided(String target, boolean toAdd, Proposed proposed, Decision decision) {
        Deque<Request> waiting = requests.get(target);
        if (waiting == null) {
            return;
        }
        // A queue that gets empty is removed.
        Request first = waiting.getFirst();
        if (first.toAdd() != toAdd || !first.proposed.contains(proposed)) {
            return;
        }
        Refusal refusal = decision.refusal();
        if (refusal == Refusal.STALE_STATE) {
            first.flight = null;
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
