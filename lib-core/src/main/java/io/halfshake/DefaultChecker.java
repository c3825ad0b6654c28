package io.halfshake;

import io.halfshake.internal.Arguments;
import io.halfshake.internal.CallbackExecutor;
import io.halfshake.internal.Durations;
import io.halfshake.internal.FlightRecorder;
import io.halfshake.spi.Engine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The one checker: everything that does not depend on how an engine asks. */
final class DefaultChecker implements Checker {
    /** What makes one check fail to end makes many fail. */
    private static final long LOG_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    final CurrentEngine engines;
    final CheckSettings settings;
    final Resolver resolver;
    final Timers timers;
    final InFlightLimiter limiter;

    /** Sockets beyond the one that each check in flight may have open at any time. */
    final InFlightLimiter spareSockets;

    /** For a check that ends where there is no memory for a result of its own. */
    final CheckResult lastResort;

    private final boolean ownResolver;
    private final CallbackExecutor callbacks;
    private final Runnable stopTimer;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean loggedFailure = new AtomicBoolean();
    private volatile long loggedFailureAt;
    private final LongAdder up = new LongAdder();
    private final LongAdder down = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final LongAdder completedHandshakes = new LongAdder();

    DefaultChecker(
            CurrentEngine engines,
            CheckSettings settings,
            Resolver resolver,
            boolean ownResolver,
            CallbackExecutor callbacks,
            Timers timers,
            Runnable stopTimer) {
        EngineReport report = engines.report();
        this.engines = engines;
        this.settings = settings;
        this.resolver = resolver;
        this.ownResolver = ownResolver;
        this.callbacks = callbacks;
        this.timers = timers;
        this.stopTimer = stopTimer;
        this.limiter = new InFlightLimiter(report.maxInFlight());
        this.spareSockets = new InFlightLimiter(Math.max(0, engines.engine().capacity() - report.maxInFlight()));
        this.lastResort = new CheckResult.Unknown(
                "a target that there was no memory to name",
                null,
                UnknownReason.LOCAL_FAILURE,
                null,
                Timing.withoutRoundTrip(0),
                Evidence.nothingSent(report.name()));
    }

    @Override
    public CheckResult check(InetSocketAddress address, Duration timeout) {
        requireAddress(address);
        long nanos = timeoutNanos(timeout);
        BlockingCall caller = new BlockingCall();
        return logged(caller.await(start(address, nanos, caller)));
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
        BlockingCall caller = new BlockingCall();
        return logged(caller.await(start(parsed, target, nanos, caller)));
    }

    private static CheckResult logged(CheckResult result) {
        CheckerLog.check(result);
        return result;
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
        new Batch(this, nanos, maxInFlight()).run(targets, onResult);
    }

    private static long timeoutNanos(Duration timeout) {
        return Durations.positiveNanos("timeout", Objects.requireNonNull(timeout, "timeout"));
    }

    private void requireAddress(InetSocketAddress address) {
        Objects.requireNonNull(address, "address");
        Arguments.require(
                address.getPort() != 0 || engines.report().asksHosts(), "port", address.getPort(), "1 to 65535");
    }

    /** A target as this checker's engine asks it. */
    Target parse(String target) {
        return engines.report().asksHosts() ? Target.parseHost(target) : Target.parse(target);
    }

    private void start(InetSocketAddress address, long timeoutNanos, CheckFuture future) {
        Check check = newCheck(Descriptions.asWritten(address), timeoutNanos, future);
        future.started(check);
        begin(check, address);
    }

    private Check start(InetSocketAddress address, long timeoutNanos, BlockingCall caller) {
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
        engines.checkStarted(timers);
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
        InetAddress literal = target.literal();
        if (literal != null) {
            check.ask(new InetSocketAddress(literal, target.port()));
        } else if (target.host().indexOf(':') >= 0) {
            check.stop(UnknownReason.NO_ROUTE, Literals.noInterface(target.host()));
        } else {
            check.resolve(HostNames.toAscii(target.host()), target.port());
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("checker: closed (expected open)");
        }
    }

    /**
     * Tells a resolver that its answer is not waited for any longer. Its future is the user's, and so is what runs when
     * it is cancelled.
     */
    void forget(CompletableFuture<?> answer) {
        callbacks.runOnPool(() -> answer.cancel(true));
    }

    /** When a second probe is to ask the same address, or {@link Resend#NONE}. */
    long resendDelay(long timeoutNanos, long remainingNanos) {
        return engines.engine().resends() ? Resend.NONE : settings.resend().delayNanos(timeoutNanos, remainingNanos);
    }

    /** Whether it is to be logged that a check failed to end. */
    boolean mayLogFailure(long now) {
        boolean may = loggedFailure.compareAndSet(false, true) || now - loggedFailureAt >= LOG_AGAIN_NANOS;
        if (may) {
            loggedFailureAt = now;
        }
        return may;
    }

    int maxInFlight() {
        return engines.report().maxInFlight();
    }

    String engineName() {
        return engines.report().name();
    }

    /** Counts a finished check, and tells the flight recorder. */
    void count(@Nullable CheckResult result, boolean wasCancelled) {
        if (wasCancelled || result == null) {
            cancelled.increment();
            return;
        }
        (result.isUp() ? up : result.isDown() ? down : unknown).increment();
        if (result.evidence().handshake() == Handshake.FULL && wasToBeHalf(result)) {
            completedHandshakes.increment();
        }
        if (FlightRecorder.isInUse()) {
            CheckEvent.commit(result);
        }
    }

    /** An engine that was replaced may have promised less. */
    private boolean wasToBeHalf(CheckResult result) {
        EngineReport report = engines.report();
        return report.handshake() == Handshake.HALF
                && report.name().equals(result.evidence().engine());
    }

    @Override
    public EngineReport engine() {
        return engines.report();
    }

    @Override
    public CheckerStats stats() {
        return new CheckerStats(
                up.sum(),
                down.sum(),
                unknown.sum(),
                cancelled.sum(),
                Math.max(completedHandshakes.sum(), engines.sum(Engine::completedHandshakes)),
                callbacks.refused(),
                engines.longest(Engine::longestAnswerWaitNanos),
                limiter.taken(),
                limiter.waiting());
    }

    /** Such as {@code Checker[half-open, half handshake, 3 of 1000 checks in flight, open]}. */
    @Override
    public String toString() {
        EngineReport report = engines.report();
        return "Checker[" + report.name() + ", " + Descriptions.words(report.handshake()) + " handshake, "
                + limiter.taken() + " of " + report.maxInFlight() + " checks in flight, "
                + (closed.get() ? "closed]" : "open]");
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            // Every check that is not over has a timer, so that the timers are all of them.
            try {
                timers.close(DefaultChecker::stop);
            } finally {
                closeEngine();
            }
        }
    }

    private static void stop(Timers.Timer check) {
        ((Check) check).stop(UnknownReason.CHECKER_CLOSED);
    }

    private void closeEngine() {
        try {
            engines.close();
        } finally {
            try {
                stopTimer.run();
            } finally {
                closeResolver();
            }
        }
    }

    private void closeResolver() {
        try {
            if (ownResolver) {
                resolver.close();
            }
        } finally {
            callbacks.close();
        }
    }
}
