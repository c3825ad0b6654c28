package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.CheckerStats;
import io.halfshake.EngineReport;
import io.halfshake.Handshake;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** A checker that is one function, for what a monitor asks. */
public record MonitorTestChecker(BiFunction<String, Duration, CompletableFuture<CheckResult>> answer, boolean asksHosts)
        implements Checker {
    public MonitorTestChecker(BiFunction<String, Duration, CompletableFuture<CheckResult>> answer) {
        this(answer, false);
    }

    /** Throws a checked exception that nothing declares, as code in Kotlin does. */
    @SuppressWarnings("unchecked") // The cast is what hides the exception from the compiler.
    public static <E extends Throwable> CompletableFuture<CheckResult> fail(Throwable undeclared) throws E {
        throw (E) undeclared;
    }

    @Override
    public CompletableFuture<CheckResult> checkAddrAsync(String target, Duration timeout) {
        return answer.apply(target, timeout);
    }

    @Override
    public CheckResult checkAddr(String target, Duration timeout) {
        return answer.apply(target, timeout).join();
    }

    @Override
    public CheckResult check(InetSocketAddress address, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<CheckResult> checkAsync(InetSocketAddress address, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void checkAll(Iterator<String> targets, Duration timeout, Consumer<? super CheckResult> onResult) {
        throw new UnsupportedOperationException();
    }

    @Override
    public EngineReport engine() {
        return new EngineReport("fake", Handshake.HALF, 1_000, List.of(), asksHosts, null);
    }

    @Override
    public CheckerStats stats() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
