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

    private final EventBuffer events;
    private final MinuteBuffer minutes;
    private final Losses losses;
    private final Supplier<@Nullable MonitorView> monitor;
    private final LongSupplier nanoTime;
    private final SpanTracker spans = new SpanTracker();
    private final Deque<String> round = new ArrayDeque<>();
    private int perTurn;
    private Instant last;

    Collector(
            EventBuffer events,
            MinuteBuffer minutes,
            Losses losses,
            Supplier<@Nullable MonitorView> monitor,
            LongSupplier nanoTime,
            Instant now) {
        this.events = events;
        this.minutes = minutes;
        this.losses = losses;
        this.monitor = monitor;
        this.nanoTime = nanoTime;
        this.last = now;
    }

    /** What there is by now. */
    Batch collect(Instant now) {
        List<HistoryEvent> happened = events.take(MAX_EVENTS);
        Set<String> targets = changed(happened);
        targets.addAll(nextTargets());
        List<TargetMinute> summaries = minutes.take(last, now);
        last = now;
        // What was lost came after all that waited.
        Loss loss = events.size() == 0 ? losses.take() : null;
        if (loss != null && loss.events() > 0) {
            targets.addAll(allTargets());
        }
        return batch(happened, targets, summaries, loss, now);
    }

    /** All that is left, at the end. */
    Batch collectAll(Instant now) {
        List<HistoryEvent> happened = events.take(Integer.MAX_VALUE);
        return batch(happened, new LinkedHashSet<>(allTargets()), minutes.takeAll(), losses.take(), now);
    }

    /** Whether events wait, so that the next turn should not. */
    boolean isBehind() {
        return events.size() >= MAX_EVENTS;
    }

    int waiting() {
        return events.size() + minutes.size();
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
        MonitorView view = monitor.get();
        return view == null ? List.of() : view.targets();
    }

    private List<String> nextTargets() {
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
            Instant now) {
        List<TargetCheckpoint> checkpoints = new ArrayList<>();
        List<TargetSpan> found = new ArrayList<>();
        MonitorView view = monitor.get();
        for (String target : targets) {
            TargetCheckpoint checkpoint = view == null ? null : view.checkpoint(target);
            TargetStatus status = view == null ? null : view.status(target);
            if (checkpoint != null && status != null) {
                checkpoints.add(checkpoint);
                spans.next(status.outageHistory(), nanoTime.getAsLong())
                        .forEach(span -> found.add(new TargetSpan(target, span)));
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
