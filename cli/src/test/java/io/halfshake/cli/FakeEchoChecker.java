package io.halfshake.cli;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.CheckerStats;
import io.halfshake.EngineReport;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Signal;
import io.halfshake.Timing;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Asks hosts, all of which answer at once. */
public final class FakeEchoChecker implements Checker {
    public final List<String> asked = new ArrayList<>();
    public boolean closed;

    @Override
    public CompletableFuture<CheckResult> checkAddrAsync(String target, Duration timeout) {
        asked.add(target);
        Evidence evidence =
                new Evidence(Signal.ICMP, null, null, null, 1, "echo", Handshake.HALF, Evidence.Clock.KERNEL);
        return CompletableFuture.completedFuture(new CheckResult.Up(
                target, new InetSocketAddress("192.0.2.1", 0), new Timing(200_000, 0, 0, 180_000), evidence));
    }

    @Override
    public EngineReport engine() {
        return new EngineReport("echo", Handshake.HALF, 1_000, List.of(), true, null);
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public CompletableFuture<CheckResult> checkAsync(InetSocketAddress address, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CheckResult check(InetSocketAddress address, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CheckResult checkAddr(String target, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void checkAll(Iterator<String> targets, Duration timeout, Consumer<? super CheckResult> onResult) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CheckerStats stats() {
        throw new UnsupportedOperationException();
    }
}
