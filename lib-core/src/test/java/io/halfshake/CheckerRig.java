package io.halfshake;

import io.halfshake.internal.CallbackExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The real checker around a scripted engine, with time and callbacks that move only when the test says so. */
final class CheckerRig implements AutoCloseable {
    static final InetSocketAddress ADDRESS = address("192.0.2.1");

    /** Called whenever a check looks at the clock. */
    Runnable onClock = () -> {};

    private boolean timerLooks;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final Timers timers = new Timers(this::clock);
    private final Queue<Runnable> callbacks = new ArrayDeque<>();
    final ScriptedEngine engine = new ScriptedEngine(this);
    Resolver resolver = host -> CompletableFuture.failedFuture(new UnknownHostException(host));
    AddressPolicy policy = AddressPolicy.ANY;
    Resend resend = Resend.never();
    int maxInFlight = 100;
    Executor executor = callbacks::add;

    /** Where the checker's own callback threads come from. */
    ThreadFactory threads = Thread::new;

    private @Nullable DefaultChecker checker;

    /** The checker's, once that is built. */
    @Nullable
    CurrentEngine engines;

    /** Built at first use, so that a test can set fields before. */
    DefaultChecker checker() {
        DefaultChecker built = checker;
        if (built == null) {
            engines = new CurrentEngine(
                    engine,
                    new EngineReport(
                            engine.name(), engine.handshake(), maxInFlight, List.of(), engine.asksHosts(), null));
            built = new DefaultChecker(
                    engines,
                    new CheckSettings(policy, resend),
                    host -> resolver.resolve(host),
                    false,
                    new CallbackExecutor(task -> executor.execute(task), "unused", 2, task -> threads.newThread(task)),
                    timers,
                    () -> {});
            checker = built;
        }
        return built;
    }

    CompletableFuture<CheckResult> check(Duration timeout) {
        return checker().checkAsync(ADDRESS, timeout);
    }

    CompletableFuture<CheckResult> checkName(String target, Duration timeout) {
        return checker().checkAddrAsync(target, timeout);
    }

    private long clock() {
        if (timerLooks) {
            timerLooks = false;
        } else {
            onClock.run();
        }
        return nanos.get();
    }

    private void advance() {
        timerLooks = true;
        timers.advance();
    }

    long now() {
        return nanos.get();
    }

    /** Lets time pass in steps, as a timer thread would see it. */
    void pass(Duration duration) {
        long end = nanos.get() + duration.toNanos();
        while (nanos.get() - end < 0) {
            nanos.set(nanos.get() + Math.min(end - nanos.get(), Timers.TICK_NANOS));
            advance();
        }
        runCallbacks();
    }

    /** The whole process stands still, and then the timer thread runs first. */
    void stall(Duration duration) {
        nanos.addAndGet(duration.toNanos());
        advance();
        runCallbacks();
    }

    /** Only the timer thread is held up. */
    void stallTimer(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    void runCallbacks() {
        for (Runnable callback = callbacks.poll(); callback != null; callback = callbacks.poll()) {
            callback.run();
        }
    }

    /** The result, which must be there by now. */
    CheckResult resultOf(CompletableFuture<CheckResult> future) {
        runCallbacks();
        if (!future.isDone()) {
            throw new AssertionError("the check is not over");
        }
        return future.join();
    }

    int timers() {
        return timers.size();
    }

    void resolveTo(String... literals) {
        List<InetAddress> found = List.of(literals).stream()
                .map(literal -> address(literal).getAddress())
                .toList();
        resolver = host -> CompletableFuture.completedFuture(found);
    }

    static InetSocketAddress address(String literal) {
        InetAddress ip = Literals.parse(literal);
        if (ip == null) {
            throw new IllegalArgumentException("literal: " + literal + " (expected an IP address)");
        }
        return new InetSocketAddress(ip, 80);
    }

    @Override
    public void close() {
        checker().close();
        runCallbacks();
    }
}
