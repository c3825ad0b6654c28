package io.halfshake.monitor;

import io.halfshake.Checker;
import io.halfshake.internal.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Monitor}. Not safe for use by several threads at once; may build more than one. */
public final class MonitorBuilder {
    private final Checker checker;
    private final List<MonitorListener> listeners = new ArrayList<>();
    private TargetSettings settings = TargetSettings.inherited();
    private @Nullable Duration startSpread;
    private @Nullable Executor callbackExecutor;
    private MonitorTime time = MonitorTime.system();

    MonitorBuilder(Checker checker) {
        this.checker = Objects.requireNonNull(checker, "checker");
    }

    /**
     * How often a target is checked. The schedule does not drift: each check is planned from the plan of the one
     * before, not from when that one was made.
     *
     * @param every more than zero; the default is 5 s
     * @return this
     */
    public MonitorBuilder interval(Duration every) {
        settings = settings.interval(every);
        return this;
    }

    /**
     * How far a check may be off its plan, so that monitors do not fall into step: at random within half of this before
     * and half of it after. It does not add up.
     *
     * @param fraction 0 to 1, of the interval; the default is 0.1
     * @return this
     */
    public MonitorBuilder jitter(double fraction) {
        settings = settings.jitter(fraction);
        return this;
    }

    /**
     * How long a target may take to answer.
     *
     * @param most more than zero, at most the interval; the default is 1 s, or the interval if that is shorter
     * @return this
     */
    public MonitorBuilder timeout(Duration most) {
        settings = settings.timeout(most);
        return this;
    }

    /**
     * How many Up results in a row make a target that is down up. The first conclusive result of a target in state
     * {@link State#UNKNOWN} decides at once, whatever is set here.
     *
     * @param results 1 or more; the default is 2
     * @return this
     */
    public MonitorBuilder rise(int results) {
        settings = settings.rise(results);
        return this;
    }

    /**
     * How many Down results in a row make a target that is up down. The first conclusive result of a target in state
     * {@link State#UNKNOWN} decides at once, whatever is set here.
     *
     * @param results 1 or more; the default is 3
     * @return this
     */
    public MonitorBuilder fall(int results) {
        settings = settings.fall(results);
        return this;
    }

    /**
     * How often a target is checked whose last conclusive results are against its state, and too few to change it.
     * After an Unknown result it is the usual interval, since more checks would only make it worse.
     *
     * @param every more than zero, at most the interval; the default is a fifth of the interval, at least 100 ms
     * @return this
     */
    public MonitorBuilder doubtInterval(Duration every) {
        settings = settings.doubtInterval(every);
        return this;
    }

    /**
     * How often a target is checked that is down, and not in doubt.
     *
     * @param every more than zero; the default is the interval
     * @return this
     */
    public MonitorBuilder downInterval(Duration every) {
        settings = settings.downInterval(every);
        return this;
    }

    /**
     * What is held to be true of a target before its first check. With {@link State#UP} or {@link State#DOWN} a target
     * that turns out so makes no transition, and the opposite takes {@code fall} or {@code rise} results.
     *
     * @param state the default is {@link State#UNKNOWN}
     * @return this
     */
    public MonitorBuilder initialState(State state) {
        settings = settings.initialState(state);
        return this;
    }

    /**
     * Over how long the first checks of targets that are added together are spread, evenly and from the first one's
     * being at once. Later checks keep that distance. Targets are added together if no more than this time lies between
     * one and the next.
     *
     * @param over zero or more, where zero checks all of them at once; the default, and the most, is the target's
     *     interval
     * @return this
     */
    public MonitorBuilder startSpread(Duration over) {
        Durations.requireNotNegative("startSpread", over);
        startSpread = over;
        return this;
    }

    /**
     * Who is told of transitions. May be called several times, for several listeners.
     *
     * @param listener runs on the callback executor
     * @return this
     */
    public MonitorBuilder listener(MonitorListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Where listeners run. The default is a small pool of daemon threads for each listener. An executor that refuses,
     * or that would run the listener on the thread that submits it, is passed over for that pool. One that waits when
     * it is given a task holds up the thread that brought the result: the checker's, or the monitor's own.
     *
     * @param executor not closed with the monitor
     * @return this
     */
    public MonitorBuilder callbackExecutor(Executor executor) {
        callbackExecutor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /**
     * Where time comes from: for tests.
     *
     * @param source the default is {@link MonitorTime#system()}
     * @return this
     */
    public MonitorBuilder time(MonitorTime source) {
        time = Objects.requireNonNull(source, "source");
        return this;
    }

    /**
     * Builds the monitor, which starts at once and watches nothing yet.
     *
     * @return a new monitor; close it
     * @throws IllegalArgumentException if the settings contradict each other
     */
    public Monitor build() {
        Plan.of(settings, TargetSettings.inherited());
        return new Monitor(
                checker,
                settings,
                startSpread == null ? Durations.FOREVER_NANOS : Durations.nanos(startSpread),
                List.copyOf(listeners),
                callbackExecutor,
                time);
    }
}
