package io.halfshake.testing;

import io.halfshake.monitor.Blindness;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorBuilder;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.TargetStatus;
import io.halfshake.monitor.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * A {@link Monitor} on virtual time, around a {@link FakeChecker}: hours of watching in a millisecond.
 *
 * <pre>{@code
 * TestMonitor test = TestMonitor.create(monitor -> monitor.interval(Duration.ofSeconds(1)).fall(3));
 * test.watch("db:5432").up().refused(); // up once, then refused on every check
 * test.advance(Duration.ofSeconds(3)); // checks at 0, 1, 1.2, 1.4 and 2.4 s
 * assertThat(test.status("db:5432").state()).isEqualTo(TargetState.DOWN);
 * }</pre>
 *
 * <h2>Behaviour</h2>
 *
 * There is no jitter, unless the test sets one, and the first target that is added is checked at once, so the times of
 * its checks are predictable. In the example the second check is refused, and the next two follow at the
 * {@linkplain MonitorBuilder#fastInterval fast interval}, a fifth of the interval; the third refusal in a row makes the
 * target down, and the usual interval is back. The first checks of other targets are spread over an interval, as they
 * are in production, unless {@link MonitorBuilder#startSpread} is zero.
 *
 * <p>A target that is added to {@link #monitor()} directly, as by the code under test, needs a script of
 * {@link #checker()}, and so does a {@linkplain MonitorBuilder#witnesses witness}. Without one its results are Unknown
 * with {@link io.halfshake.UnknownReason#LOCAL_FAILURE}, and the cause is the exception that names the missing script.
 *
 * <h2>Threading</h2>
 *
 * Everything runs on the thread that advances the clock: the monitor's turns, the checks, and the listeners, also those
 * that the test adds. So it is all done when {@link #advance} returns.
 */
public final class TestMonitor implements AutoCloseable {
    private final List<Transition> transitions = new CopyOnWriteArrayList<>();
    private final List<Blindness> blindnesses = new CopyOnWriteArrayList<>();
    private final FakeChecker checker = FakeChecker.create();
    private final TestMonitorTime time = new TestMonitorTime(checker.time());
    private final Monitor monitor;

    private TestMonitor(UnaryOperator<MonitorBuilder> settings) {
        MonitorBuilder builder = Monitor.builder(checker)
                .jitter(0)
                .callbackExecutor(task -> checker.time().schedule(Duration.ZERO, task))
                .time(time)
                .listener(new Recorder());
        monitor = settings.apply(builder).build();
    }

    private final class Recorder implements MonitorListener {
        @Override
        public void onTransition(Transition transition) {
            transitions.add(transition);
        }

        @Override
        public void onBlindness(Blindness blindness) {
            blindnesses.add(blindness);
        }
    }

    /**
     * A monitor with default settings, but for the jitter.
     *
     * @return a new monitor without targets
     */
    public static TestMonitor create() {
        return create(builder -> builder);
    }

    /**
     * A monitor with settings of one's own, listeners included.
     *
     * @param settings gets the builder, and gives it back
     * @return a new monitor without targets
     */
    public static TestMonitor create(UnaryOperator<MonitorBuilder> settings) {
        return new TestMonitor(Objects.requireNonNull(settings, "settings"));
    }

    /**
     * Adds a target to the monitor, and begins its script.
     *
     * @param target as {@link io.halfshake.Target#parse} reads it
     * @return an empty script, which needs an answer before the clock is advanced
     * @throws IllegalArgumentException if the text is no target, or is monitored already
     */
    public FakeScript watch(String target) {
        monitor.add(target);
        return checker.on(target);
    }

    /**
     * Lets time pass.
     *
     * @param by zero or more
     * @throws IllegalArgumentException if it is negative
     */
    public void advance(Duration by) {
        checker.time().advance(by);
    }

    /**
     * Lets time pass in which the monitor's process is paused: nothing is checked. Answers to what was asked before
     * come in nevertheless.
     *
     * @param length zero or more
     * @throws IllegalArgumentException if it is negative
     */
    public void stall(Duration length) {
        time.stall(length);
    }

    /**
     * The transitions that the monitor told its listeners so far.
     *
     * @return a copy, in order
     */
    public List<Transition> transitions() {
        return List.copyOf(transitions);
    }

    /**
     * What the monitor told its listeners of its witnesses so far: each blindness when it began, and again when it was
     * over.
     *
     * @return a copy, in order
     */
    public List<Blindness> blindnesses() {
        return List.copyOf(blindnesses);
    }

    /**
     * What the monitor knows of a target.
     *
     * @param target the very text that was added
     * @return never null
     * @throws IllegalArgumentException if it is not monitored
     */
    public TargetStatus status(String target) {
        TargetStatus status = monitor.status(target);
        if (status == null) {
            throw new IllegalArgumentException("target: \"" + target + "\" (expected one that is monitored)");
        }
        return status;
    }

    /**
     * The monitor, for the code under test.
     *
     * @return always the same
     */
    public Monitor monitor() {
        return monitor;
    }

    /**
     * The checker that the monitor asks.
     *
     * @return always the same
     */
    public FakeChecker checker() {
        return checker;
    }

    /** Closes the monitor and the checker. Needed only where closing is what is tested: neither keeps threads. */
    @Override
    public void close() {
        monitor.close();
        checker.close();
    }
}
