package io.halfshake.micrometer;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.CheckerStats;
import io.halfshake.EngineReport;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Signal;
import io.halfshake.Timing;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A checker that reports what it is told to, and whose targets are all up. */
final class StubChecker implements Checker {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 80);
    private static final Timing TIMING = new Timing(50_000, 0, 0, 20_000);

    volatile CheckerStats stats = new CheckerStats(0, 0, 0, 0, 0, 0, 0, 0, 0);
    volatile EngineReport engine = new EngineReport("stub", Handshake.HALF, 1_000, List.of(), false, null);

    @Override
    public CheckResult check(InetSocketAddress address, Duration timeout) {
        return up(address.toString());
    }

    @Override
    public CompletableFuture<CheckResult> checkAsync(InetSocketAddress address, Duration timeout) {
        return CompletableFuture.completedFuture(up(address.toString()));
    }

    @Override
    public CheckResult checkAddr(String target, Duration timeout) {
        return up(target);
    }

    @Override
    public CompletableFuture<CheckResult> checkAddrAsync(String target, Duration timeout) {
        return CompletableFuture.completedFuture(up(target));
    }

    private CheckResult up(String target) {
        Evidence evidence = Evidence.of(Signal.SYN_ACK, engine.name(), 1, Evidence.Clock.KERNEL);
        return new CheckResult.Up(target, ADDRESS, TIMING, evidence);
    }

    @Override
    public void checkAll(Iterator<String> targets, Duration timeout, Consumer<? super CheckResult> onResult) {
        targets.forEachRemaining(target -> onResult.accept(up(target)));
    }

    @Override
    public EngineReport engine() {
        return engine;
    }

    @Override
    public CheckerStats stats() {
        return stats;
    }

    @Override
    public void close() {}
}
