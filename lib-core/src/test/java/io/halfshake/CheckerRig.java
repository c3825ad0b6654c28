package io.halfshake;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The real checker around a scripted engine, with time and callbacks that move only when the test says so. */
final class CheckerRig implements AutoCloseable {
    static final InetSocketAddress ADDRESS = address("192.0.2.1");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final TimerWheel wheel = new TimerWheel(nanos::get);
    private final Queue<Runnable> callbacks = new ArrayDeque<>();
    final ScriptedEngine engine = new ScriptedEngine(this);
    Resolver resolver = host -> CompletableFuture.failedFuture(new UnknownHostException(host));
    AddressPolicy policy = AddressPolicy.ANY;
    Resend resend = Resend.never();
    int maxInFlight = 100;
    private @Nullable DefaultChecker checker;

    /** Built at first use, so that a test can set fields before. */
    DefaultChecker checker() {
        DefaultChecker built = checker;
        if (built == null) {
            built = new DefaultChecker(
                    engine,
                    new EngineReport(
                            engine.name(), engine.handshake(), maxInFlight, List.of(), engine.asksHosts(), null),
                    new Settings(policy, resend),
                    host -> resolver.resolve(host),
                    false,
                    new CallbackDispatcher(callbacks::add),
                    wheel,
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

    long now() {
        return nanos.get();
    }

    /** Lets time pass in steps, as a timer thread would see it. */
    void pass(Duration duration) {
        long end = nanos.get() + duration.toNanos();
        while (nanos.get() - end < 0) {
            nanos.set(nanos.get() + Math.min(end - nanos.get(), TimerWheel.TICK_NANOS));
            wheel.advance();
        }
        runCallbacks();
    }

    /** The whole process stands still, and then the timer thread runs first. */
    void stall(Duration duration) {
        nanos.addAndGet(duration.toNanos());
        wheel.advance();
        runCallbacks();
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
        return wheel.size();
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
