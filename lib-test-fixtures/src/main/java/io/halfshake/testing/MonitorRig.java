package io.halfshake.testing;

import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorBuilder;
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
 * MonitorRig rig = MonitorRig.create(monitor -> monitor.interval(Duration.ofSeconds(1)).fall(3));
 * rig.watch("db:5432").up().refused(); // up once, then refused for ever
 * rig.advance(Duration.ofSeconds(3)); // at 0, 1, 1.2 and 1.4 s
 * assertThat(rig.status("db:5432").state()).isEqualTo(State.DOWN);
 * }</pre>
 *
 * <h2>Behaviour</h2>
 *
 * There is no jitter, unless the test sets one, and the first target that is watched is checked at once: so the times
 * of its checks are whole. Those of others are spread, as they really are.
 *
 * <h2>Threading</h2>
 *
 * Everything runs on the thread that advances the clock: the monitor's turns, the checks, and the listeners, also those
 * that the test adds. So it is all done when {@link #advance} returns.
 */
public final class MonitorRig implements AutoCloseable {
    private final List<Transition> transitions = new CopyOnWriteArrayList<>();
    private final FakeChecker checker = FakeChecker.create();
    private final RigTime time = new RigTime(checker.time());
    private final Monitor monitor;

    private MonitorRig(UnaryOperator<MonitorBuilder> settings) {
        MonitorBuilder builder = Monitor.builder(checker)
                .jitter(0)
                .callbackExecutor(task -> checker.time().schedule(Duration.ZERO, task))
                .time(time)
                .listener(transitions::add);
        monitor = settings.apply(builder).build();
    }

    /**
     * A monitor with default settings, but for the jitter.
     *
     * @return a new rig that watches nothing
     */
    public static MonitorRig create() {
        return create(builder -> builder);
    }

    /**
     * A monitor with settings of one's own, listeners included.
     *
     * @param settings gets the builder, and gives it back
     * @return a new rig that watches nothing
     */
    public static MonitorRig create(UnaryOperator<MonitorBuilder> settings) {
        return new MonitorRig(Objects.requireNonNull(settings, "settings"));
    }

    /**
     * Adds a target to the monitor, and begins its script.
     *
     * @param target as {@link io.halfshake.Target#parse} reads it
     * @return an empty script, which needs an answer before the clock is advanced
     * @throws IllegalArgumentException if the text is no target, or is watched already
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
     * Lets time pass in which the monitor's process stands still: nothing is checked. Answers to what was asked before
     * come in nevertheless.
     *
     * @param length zero or more
     * @throws IllegalArgumentException if it is negative
     */
    public void stall(Duration length) {
        time.stall(length);
    }

    /**
     * What the monitor told its listeners so far.
     *
     * @return a copy, in order
     */
    public List<Transition> transitions() {
        return List.copyOf(transitions);
    }

    /**
     * What the monitor knows of a target.
     *
     * @param target the very text that was added
     * @return never null
     * @throws IllegalArgumentException if it is not watched
     */
    public TargetStatus status(String target) {
        TargetStatus status = monitor.status(target);
        if (status == null) {
            throw new IllegalArgumentException("target: \"" + target + "\" (expected one that is watched)");
        }
        return status;
    }

    /**
     * The monitor.
     *
     * @return the same for the rig's whole life
     */
    public Monitor monitor() {
        return monitor;
    }

    /**
     * The checker that the monitor asks.
     *
     * @return the same for the rig's whole life
     */
    public FakeChecker checker() {
        return checker;
    }

    /** Closes the monitor and the checker. Needed only where that is the subject: a rig has no threads. */
    @Override
    public void close() {
        monitor.close();
        checker.close();
    }
}
