package io.halfshake.server.store;

import io.halfshake.internal.FailSafe;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.Outage;
import io.halfshake.monitor.TargetResult;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TargetStatus;
import io.halfshake.monitor.Transition;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Notes what a monitor finds. Never waits for the database. */
final class HistoryListener implements MonitorListener {
    /** By how much the moments of a status and of a transition may differ: the clock may be set between them. */
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    private final EventBuffer events;
    private final MinuteBuffer minutes;
    private final Function<String, @Nullable TargetStatus> statuses;
    private final InstantSource clock;
    private final AtomicBoolean reported = new AtomicBoolean();

    HistoryListener(
            EventBuffer events,
            MinuteBuffer minutes,
            Function<String, @Nullable TargetStatus> statuses,
            InstantSource clock) {
        this.events = events;
        this.minutes = minutes;
        this.statuses = statuses;
        this.clock = clock;
    }

    @Override
    public void onTransition(Transition transition) {
        if (isLeftOut(transition.target())) {
            return;
        }
        try {
            Outage ended = transition.to() == TargetState.UP ? ended(transition) : null;
            events.add(new HistoryEvent.Changed(transition, ended));
        } catch (RuntimeException | Error e) {
            events.lost(Micros.of(transition.at()));
            throw e;
        }
    }

    /** The outage that this transition ended. The status may know later ones by now. */
    private @Nullable Outage ended(Transition up) {
        TargetStatus status = statuses.apply(up.target());
        if (status == null) {
            return null;
        }
        for (Outage outage : status.outageHistory().outages()) {
            if (!outage.ongoing() && difference(outage, up).compareTo(TOLERANCE) <= 0) {
                return outage;
            }
        }
        return null;
    }

    private static Duration difference(Outage outage, Transition up) {
        return Duration.between(outage.ended().latest(), up.bounds().latest()).abs();
    }

    @Override
    public void onResult(TargetResult result) {
        if (!isLeftOut(result.target())) {
            minutes.add(result, clock.instant());
        }
    }

    @Override
    public void onRemoved(String target) {
        if (isLeftOut(target)) {
            return;
        }
        try {
            events.add(new HistoryEvent.Removed(target, clock.instant()));
        } catch (RuntimeException | Error e) {
            // Not by an Instant, which needs memory.
            events.lost(TimeUnit.MILLISECONDS.toMicros(clock.millis()));
            throw e;
        }
    }

    /** One that the database refuses would keep those of all others from being written. Logged once. */
    private boolean isLeftOut(String target) {
        if (TargetIds.isStorable(target)) {
            return false;
        }
        if (reported.compareAndSet(false, true)) {
            FailSafe.log(
                    Level.WARNING,
                    "store: target not stored: " + target.length() + " characters (expected at most "
                            + TargetIds.MAX_TARGET + "): " + target,
                    null);
        }
        return true;
    }
}
