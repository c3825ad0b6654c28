package io.halfshake.monitor;

import io.halfshake.Checker;
import io.halfshake.internal.Durations;
import io.halfshake.monitor.time.MonitorTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
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
    private @Nullable WitnessSettings witnesses;
    private MonitorTime time = MonitorTime.system();

    MonitorBuilder(Checker checker) {
        this.checker = Objects.requireNonNull(checker, "checker");
    }

    /**
     * Replaces all settings of targets, as one call of each of the methods for one setting would.
     *
     * @param all what targets have that do not override it; where it inherits, the defaults that those methods name
     * @return this
     */
    public MonitorBuilder settings(TargetSettings all) {
        settings = Objects.requireNonNull(all, "all");
        return this;
    }

    /**
     * How often a target is checked. The schedule does not drift: each check is planned from the plan of the one
     * before, not from when that one was made.
     *
     * @param every more than zero; the default is 5 s
     * @return this
     */
    public MonitorBuilder interval(Duration every) {
        settings = settings.withInterval(every);
        return this;
    }

    /**
     * How far a check may be off its plan, so that monitors do not synchronize: at random within half of this before
     * and half of it after. It does not add up.
     *
     * @param fraction 0 to 1, of the interval; the default is 0.1
     * @return this
     */
    public MonitorBuilder jitter(double fraction) {
        settings = settings.withJitter(fraction);
        return this;
    }

    /**
     * How long a target may take to answer.
     *
     * @param most more than zero, at most the interval; the default is 1 s, or the interval if that is shorter
     * @return this
     */
    public MonitorBuilder timeout(Duration most) {
        settings = settings.withTimeout(most);
        return this;
    }

    /**
     * How many Up results in a row change a target's state from down to up. The first conclusive result of a target in
     * state {@link TargetState#UNKNOWN} decides at once, whatever is set here.
     *
     * @param results 1 or more; the default is 2
     * @return this
     */
    public MonitorBuilder rise(int results) {
        settings = settings.withRise(results);
        return this;
    }

    /**
     * How many Down results in a row change a target's state from up to down. The first conclusive result of a target
     * in state {@link TargetState#UNKNOWN} decides at once, whatever is set here.
     *
     * @param results 1 or more; the default is 3
     * @return this
     */
    public MonitorBuilder fall(int results) {
        settings = settings.withFall(results);
        return this;
    }

    /**
     * How often a target is checked whose last conclusive results are against its state, and too few to change it
     * (HAProxy's {@code fastinter}). After an Unknown result it is the usual interval, since more checks would only
     * make it worse.
     *
     * @param every more than zero, at most the interval; the default is a fifth of the interval, at least 100 ms
     * @return this
     */
    public MonitorBuilder fastInterval(Duration every) {
        settings = settings.withFastInterval(every);
        return this;
    }

    /**
     * How often a target is checked that is down, and not in doubt (HAProxy's {@code downinter}).
     *
     * @param every more than zero; the default is the interval
     * @return this
     */
    public MonitorBuilder downInterval(Duration every) {
        settings = settings.withDownInterval(every);
        return this;
    }

    /**
     * The state of a target before its first check. With {@link TargetState#UP} or {@link TargetState#DOWN} a target
     * that is found so makes no transition, and the opposite takes {@code fall} or {@code rise} results.
     *
     * @param state the default is {@link TargetState#UNKNOWN}
     * @return this
     */
    public MonitorBuilder initialState(TargetState state) {
        settings = settings.withInitialState(state);
        return this;
    }

    /**
     * Over how long the first checks of targets that are added together are spread, evenly; the first of them is at
     * once. Later checks keep that distance. Targets are added together if no more than this time lies between one and
     * the next.
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
     * Addresses that are expected to answer always, such as the gateway or a DNS server. While fewer than the quorum of
     * them respond, with a SYN-ACK or a RST, this machine's own network is in doubt: the silence of a target, and an
     * ICMP error about it, is held, as {@link TargetStatus#lastHeld()} says. A refusal by a target is never held, nor
     * that it is up.
     *
     * <p>Witnesses are checked together, with the builder's timeout: once in each interval, when a target is silent (at
     * most ten times a second), and at the fast interval while too few of them respond. A silence counts only after
     * witnesses that were asked since have met the quorum; until then the target's check is in flight. A witness may be
     * a target too, and is then checked for both.
     *
     * @param targets one or more, without duplicates, each as {@link Monitor#add(String)} takes it; replaces those set
     *     before
     * @param quorum how many of them have to respond, from 1 to all
     * @return this
     * @throws IllegalArgumentException if there is none, or one twice, or the quorum is out of range
     */
    public MonitorBuilder witnesses(Collection<String> targets, int quorum) {
        witnesses = WitnessSettings.of(Objects.requireNonNull(targets, "targets"), quorum);
        return this;
    }

    /**
     * Adds a listener. May be called several times, for several listeners.
     *
     * @param listener runs on the callback executor
     * @return this
     * @see Monitor#addListener
     */
    public MonitorBuilder listener(MonitorListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Where listeners run. The default is a small pool of daemon threads for each listener. Where an executor refuses a
     * task, or would run the listener on the thread that submits it, that pool runs it instead. An executor that makes
     * its caller wait delays the checker's callbacks and {@link Monitor#remove}. It holds up neither the monitor's own
     * thread nor {@link Monitor#close}, unless no thread can be started for that pool. An executor that discards what
     * it is given without an exception is given it again with the target's next event, and by {@code close}; what it
     * then discards is lost.
     *
     * @param executor not closed with the monitor
     * @return this
     */
    public MonitorBuilder callbackExecutor(Executor executor) {
        callbackExecutor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /**
     * Replaces the clocks: for the test fixtures, the only module that sees the type.
     *
     * @param source the default is the system's time
     * @return this
     * @hidden
     */
    @SuppressWarnings({"exports", "InvalidBlockTag"})
    public MonitorBuilder time(MonitorTime source) {
        time = Objects.requireNonNull(source, "source");
        return this;
    }

    /**
     * Builds the monitor, which starts at once and has no targets yet.
     *
     * @return a new monitor; close it
     * @throws IllegalArgumentException if the settings contradict each other, or a witness is no target for this
     *     checker
     */
    public Monitor build() {
        EffectiveSettings.of(settings, TargetSettings.inherited());
        return new Monitor(
                checker,
                settings,
                startSpread == null ? Durations.FOREVER_NANOS : Durations.nanos(startSpread),
                List.copyOf(listeners),
                callbackExecutor,
                witnesses,
                time);
    }
}
