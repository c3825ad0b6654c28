package io.halfshake;

import io.halfshake.internal.Arguments;
import io.halfshake.internal.Durations;
import io.halfshake.internal.FlightRecorder;
import io.halfshake.spi.Engine;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** The one checker: everything that does not depend on how an engine asks. */
final class DefaultChecker implements Checker {
    final Engine engine;
    final Settings settings;
    final Resolver resolver;
    final TimerWheel wheel;
    final Budget budget;
    private final EngineReport report;
    private final boolean ownResolver;
    private final CallbackDispatcher callbacks;
    private final Runnable stopTimer;
    private final AtomicInteger probes = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final LongAdder up = new LongAdder();
    private final LongAdder down = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final LongAdder unkeptHalfOpen = new LongAdder();

    DefaultChecker(
            Engine engine,
            EngineReport report,
            Settings settings,
            Resolver resolver,
            boolean ownResolver,
            CallbackDispatcher callbacks,
            TimerWheel wheel,
            Runnable stopTimer) {
        this.engine = engine;
        this.report = report;
        this.settings = settings;
        this.resolver = resolver;
        this.ownResolver = ownResolver;
        this.callbacks = callbacks;
        this.wheel = wheel;
        this.stopTimer = stopTimer;
        this.budget = new Budget(report.maxInFlight());
    }

    @Override
    public CheckResult check(InetSocketAddress address, Duration timeout) {
        requireAddress(address);
        long nanos = timeoutNanos(timeout);
        WaitingCaller caller = new WaitingCaller();
        return caller.await(start(address, nanos, caller));
    }

    @Override
    public CompletableFuture<CheckResult> checkAsync(InetSocketAddress address, Duration timeout) {
        requireAddress(address);
        long nanos = timeoutNanos(timeout);
        CheckFuture future = new CheckFuture(callbacks);
        start(address, nanos, future);
        return future;
    }

    @Override
    public CheckResult checkAddr(String target, Duration timeout) {
        Target parsed = parse(target);
        long nanos = timeoutNanos(timeout);
        WaitingCaller caller = new WaitingCaller();
        return caller.await(start(parsed, target, nanos, caller));
    }

    @Override
    public CompletableFuture<CheckResult> checkAddrAsync(String target, Duration timeout) {
        Target parsed = parse(target);
        long nanos = timeoutNanos(timeout);
        CheckFuture future = new CheckFuture(callbacks);
        start(parsed, target, nanos, future);
        return future;
    }

    @Override
    public void checkAll(Iterator<String> targets, Duration timeout, Consumer<? super CheckResult> onResult) {
        Objects.requireNonNull(targets, "targets");
        Objects.requireNonNull(onResult, "onResult");
        long nanos = timeoutNanos(timeout);
        requireOpen();
        new Batch(this, nanos, report.maxInFlight()).run(targets, onResult);
    }

    private static long timeoutNanos(Duration timeout) {
        return Durations.positiveNanos("timeout", Objects.requireNonNull(timeout, "timeout"));
    }

    private void requireAddress(InetSocketAddress address) {
        Objects.requireNonNull(address, "address");
        Arguments.require(address.getPort() != 0 || engine.asksHosts(), "port", address.getPort(), "1 to 65535");
    }

    /** A target as this checker's engine asks it. */
    Target parse(String target) {
        return engine.asksHosts() ? Target.parseHost(target) : Target.parse(target);
    }

    private void start(InetSocketAddress address, long timeoutNanos, CheckFuture future) {
        Check check = newCheck(Descriptions.asWritten(address), timeoutNanos, future);
        future.started(check);
        begin(check, address);
    }

    private Check start(InetSocketAddress address, long timeoutNanos, WaitingCaller caller) {
        Check check = newCheck(Descriptions.asWritten(address), timeoutNanos, caller);
        begin(check, address);
        return check;
    }

    private void start(Target target, String text, long timeoutNanos, CheckFuture future) {
        Check check = newCheck(text, timeoutNanos, future);
        future.started(check);
        begin(check, target);
    }

    Check start(Target target, String text, long timeoutNanos, Delivery delivery) {
        Check check = newCheck(text, timeoutNanos, delivery);
        begin(check, target);
        return check;
    }

    private Check newCheck(String target, long timeoutNanos, Delivery delivery) {
        requireOpen();
        return new Check(this, target, timeoutNanos, delivery);
    }

    private static void begin(Check check, InetSocketAddress address) {
        if (address.isUnresolved()) {
            begin(check, new Target(address.getHostString(), address.getPort()));
        } else {
            check.ask(address);
        }
    }

    private static void begin(Check check, Target target) {
        InetAddress literal = Literals.parse(target.host());
        if (literal == null) {
            check.resolve(target.host(), target.port());
        } else {
            check.ask(new InetSocketAddress(literal, target.port()));
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("checker: closed (expected open)");
        }
    }

    /**
     * Tells a resolver that nobody waits any more. Its future is the user's, and so is what runs when it is cancelled.
     */
    void forget(CompletableFuture<?> answer) {
        callbacks.run(() -> answer.cancel(true));
    }

    /** When a second probe is to ask the same address, or {@link Resend#NONE}. */
    long resendDelay(long timeoutNanos, long remainingNanos) {
        return engine.resends() ? Resend.NONE : settings.resend().delayNanos(timeoutNanos, remainingNanos);
    }

    int maxInFlight() {
        return report.maxInFlight();
    }

    /** Room for one more socket. The first of a check always has it: the budget saw to that. */
    boolean reserveProbe(boolean firstOfCheck) {
        if (probes.incrementAndGet() <= engine.capacity() || firstOfCheck) {
            return true;
        }
        probes.decrementAndGet();
        return false;
    }

    void releaseProbe() {
        probes.decrementAndGet();
    }

    /** Counts a finished check, and tells the flight recorder. */
    void count(CheckResult result, boolean wasCancelled) {
        if (wasCancelled) {
            cancelled.increment();
            return;
        }
        (result.isUp() ? up : result.isDown() ? down : unknown).increment();
        if (result.evidence().handshake() == Handshake.FULL && report.handshake() == Handshake.HALF) {
            unkeptHalfOpen.increment();
        }
        if (FlightRecorder.isInUse()) {
            CheckEvent.commit(result);
        }
    }

    @Override
    public EngineReport engine() {
        return report;
    }

    @Override
    public CheckerStats stats() {
        return new CheckerStats(
                up.sum(),
                down.sum(),
                unknown.sum(),
                cancelled.sum(),
                Math.max(unkeptHalfOpen.sum(), engine.leakedHandshakes()),
                callbacks.refused(),
                engine.longestAnswerWaitNanos(),
                budget.taken(),
                budget.waiting());
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            // Every check that is not over has a timer, so that the wheel knows them all.
            wheel.close().forEach(DefaultChecker::stop);
            try {
                engine.close();
            } finally {
                closeTheRest();
            }
        }
    }

    private static void stop(TimerWheel.Timer check) {
        try {
            ((Check) check).stop(UnknownReason.CHECKER_CLOSED);
        } catch (RuntimeException | Error e) {
            System.getLogger("io.halfshake").log(Level.WARNING, "a check failed to end", e);
        }
    }

    private void closeTheRest() {
        try {
            stopTimer.run();
            if (ownResolver) {
                resolver.close();
            }
        } finally {
            callbacks.close();
        }
    }
}
