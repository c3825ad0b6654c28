package io.halfshake.server.store;

import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.monitor.TargetStatus;
import io.halfshake.server.store.Batch.TargetSpan;
import io.halfshake.server.store.MinuteBuffer.TargetMinute;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what is to be written. In each turn come the events, and the checkpoints and spans of some targets, so
 * that each has its turn once a minute. For one thread.
 */
final class Collector {
    static final int MAX_EVENTS = 2_000;

    /** How many turns of a second all checkpoints are spread over. */
    static final int TURNS = 60;

    /** More than 30,000 targets have their turn less often. */
    static final int MAX_CHECKPOINTS = 500;

    /** After a loss, and at the end. */
    static final int MAX_UNCHECKED = 2_000;

    /** Those of an outage of the database in parts: each needs memory several times on its way. */
    static final int MAX_MINUTES = 5_000;

    private final EventBuffer events;
    private final MinuteBuffer minutes;
    private final Losses losses;
    private final Supplier<@Nullable StoredMonitor> monitor;
    private final LongSupplier nanoTime;
    private final SpanTracker spans = new SpanTracker();
    private final Deque<String> round = new ArrayDeque<>();

    /** Summaries that are to be written next. */
    private final List<TargetMinute> due = new ArrayList<>();

    /** Targets whose checkpoints are to be written next. */
    private final Deque<String> unchecked = new ArrayDeque<>();

    /** To be written after those. */
    private @Nullable Loss owed;

    private boolean ending;
    private volatile int waitingMinutes;
    private int perTurn;
    private Instant last;

    Collector(
            EventBuffer events,
            MinuteBuffer minutes,
            Losses losses,
            Supplier<@Nullable StoredMonitor> monitor,
            LongSupplier nanoTime,
            Instant now) {
        this.events = events;
        this.minutes = minutes;
        this.losses = losses;
        this.monitor = monitor;
        this.nanoTime = nanoTime;
        this.last = now;
    }

    /** The next part of what there is by now. */
    Batch collect(Instant now) {
        List<TargetMinute> summaries = new ArrayList<>();
        List<TargetSpan> found = new ArrayList<>();
        Loss loss = null;
        // Last, since what failed before the try would lose them.
        List<HistoryEvent> happened = events.take(MAX_EVENTS);
        try {
            Set<String> targets = changed(happened);
            targets.addAll(nextTargets());
            loss = nextLoss(targets);
            takeMinutes(now, summaries);
            return batch(happened, targets, summaries, loss, found, now);
        } catch (RuntimeException | Error e) {
            losses.all(happened, summaries, loss);
            dropped(found);
            throw e;
        }
    }

    /**
     * A batch was, with these spans, which are found again. A loss that waits for checkpoints waits for all of them
     * anew. Allocates nothing.
     */
    void dropped(List<TargetSpan> lost) {
        for (int i = 0; i < lost.size(); i++) {
            spans.remove(lost.get(i).target());
        }
        if (owed != null) {
            losses.again(owed);
            owed = null;
            unchecked.clear();
        }
    }

    /** At the end: {@link #collect} then has all that is left, the checkpoints of all targets too. */
    void end() {
        ending = true;
        minutes.takeAll(due);
        waitingMinutes = due.size();
        round.clear();
        unchecked.clear();
        unchecked.addAll(allTargets());
    }

    /** Whether more waits, so that the next turn should not. */
    boolean isBehind() {
        return events.size() >= (ending ? 1 : MAX_EVENTS) || !due.isEmpty() || !unchecked.isEmpty();
    }

    /** By any thread. */
    int waiting() {
        return events.size() + minutes.size() + waitingMinutes;
    }

    /** What was lost came after all that waited, and is written once the checkpoints of all targets are. */
    private @Nullable Loss nextLoss(Set<String> targets) {
        if (owed == null && events.size() == 0) {
            owed = losses.take();
            if (owed != null && owed.events() > 0 && !ending) {
                unchecked.addAll(allTargets());
            }
        }
        for (int i = 0; i < MAX_UNCHECKED && !unchecked.isEmpty(); i++) {
            targets.add(unchecked.removeFirst());
        }
        if (!unchecked.isEmpty() || events.size() > 0) {
            return null;
        }
        Loss loss = owed;
        owed = null;
        return loss;
    }

    /** At the end they come last: a restart continues the others. */
    private void takeMinutes(Instant now, List<TargetMinute> into) {
        if (ending && (events.size() > 0 || !unchecked.isEmpty())) {
            return;
        }
        // While some are left, no others are taken: the bound is that of the buffer.
        if (due.isEmpty() && !ending) {
            minutes.take(last, now, due);
            last = now;
        }
        List<TargetMinute> part = due.subList(0, Math.min(MAX_MINUTES, due.size()));
        into.addAll(part);
        part.clear();
        waitingMinutes = due.size();
    }

    private static Set<String> changed(List<HistoryEvent> events) {
        Set<String> targets = new LinkedHashSet<>();
        for (HistoryEvent event : events) {
            if (event instanceof HistoryEvent.Changed changed) {
                targets.add(changed.transition().target());
            }
        }
        return targets;
    }

    private List<String> allTargets() {
        StoredMonitor view = monitor.get();
        return view == null ? List.of() : view.targets();
    }

    private List<String> nextTargets() {
        if (ending) {
            return List.of();
        }
        if (round.isEmpty()) {
            round.addAll(allTargets());
            perTurn = Math.min(MAX_CHECKPOINTS, (round.size() + TURNS - 1) / TURNS);
        }
        List<String> next = new ArrayList<>();
        while (next.size() < perTurn && !round.isEmpty()) {
            next.add(round.removeFirst());
        }
        return List.copyOf(next);
    }

    private Batch batch(
            List<HistoryEvent> happened,
            Set<String> targets,
            List<TargetMinute> summaries,
            @Nullable Loss loss,
            List<TargetSpan> found,
            Instant now) {
        List<TargetCheckpoint> checkpoints = new ArrayList<>();
        StoredMonitor view = monitor.get();
        for (String target : targets) {
            TargetCheckpoint checkpoint = view == null ? null : view.checkpoint(target);
            TargetStatus status = view == null ? null : view.status(target);
            if (checkpoint != null && status != null) {
                checkpoints.add(checkpoint);
                spans.next(
                        status.outageHistory(), nanoTime.getAsLong(), span -> found.add(new TargetSpan(target, span)));
            }
        }
        for (HistoryEvent event : happened) {
            if (event instanceof HistoryEvent.Removed removed) {
                spans.remove(removed.target());
            }
        }
        return new Batch(happened, checkpoints, found, summaries, loss, now);
    }
}
