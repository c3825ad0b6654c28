package io.halfshake.micrometer;

import io.halfshake.CheckResult;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.TargetResult;
import io.halfshake.monitor.Transition;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Records the round trips of a monitor's results in a timer of each registry. */
class RoundTrips implements MonitorListener {
    private final List<Timer> timers = new CopyOnWriteArrayList<>();

    final void recordIn(Timer timer) {
        timers.add(timer);
    }

    @Override
    public void onTransition(Transition transition) {}

    @Override
    public void onResult(TargetResult found) {
        if (found.result() instanceof CheckResult.Up up && up.timing().roundTripNanos() >= 0) {
            for (Timer timer : timers) {
                timer.record(up.timing().roundTripNanos(), TimeUnit.NANOSECONDS);
            }
        }
    }
}
