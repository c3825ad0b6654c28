package io.halfshake.diagnosis;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.CheckerStats;
import io.halfshake.EngineReport;
import io.halfshake.Handshake;
import io.halfshake.Target;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A checker whose questions are answered by hand, in any order, or never. */
final class DiagnosisTestChecker implements Checker {
    /** The address is null where the checker was to find it. */
    record Asked(
            String target,
            @Nullable InetSocketAddress address,
            Duration timeout,
            CompletableFuture<CheckResult> check) {
        int port() {
            return Target.parseHost(target).port();
        }
    }

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final EngineReport report;
    private final @Nullable CompletableFuture<CheckResult> always;

    /** Runs while a question is asked, before the checker returns. */
    Runnable whileAsked = () -> {};

    /** Thrown from the question of this number on, instead of an answer. */
    int failsFrom = Integer.MAX_VALUE;

    /** Thrown where it is asked for its engine. */
    @Nullable
    RuntimeException engineFailure;

    DiagnosisTestChecker(String engine, boolean asksHosts) {
        this(engine, asksHosts, null);
    }

    /** Or always the same answer. */
    DiagnosisTestChecker(String engine, boolean asksHosts, @Nullable CompletableFuture<CheckResult> always) {
        this.always = always;
        report = new EngineReport(engine, Handshake.HALF, 1_000, List.of(), asksHosts, null);
    }

    Asked question(int port) {
        return asked.stream()
                .filter(each -> each.port() == port)
                .findAny()
                .orElseThrow(() -> new NoSuchElementException("port: " + port + " (expected one of " + asked + ")"));
    }

    void answer(int port, Reply reply, InetSocketAddress from) {
        Asked question = question(port);
        question.check.complete(reply.from(question.target, new InetSocketAddress(from.getAddress(), port)));
    }

    private CompletableFuture<CheckResult> ask(String target, @Nullable InetSocketAddress address, Duration timeout) {
        if (asked.size() >= failsFrom) {
            throw new IllegalStateException("checker: closed (expected open)");
        }
        CompletableFuture<CheckResult> check = always == null ? new CompletableFuture<>() : always;
        asked.add(new Asked(target, address, timeout, check));
        whileAsked.run();
        return check;
    }

    @Override
    public CompletableFuture<CheckResult> checkAddrAsync(String target, Duration timeout) {
        return ask(target, null, timeout);
    }

    @Override
    public CompletableFuture<CheckResult> checkAsync(InetSocketAddress address, Duration timeout) {
        return ask(Target.of(address).toString(), address, timeout);
    }

    @Override
    public EngineReport engine() {
        if (engineFailure != null) {
            throw engineFailure;
        }
        return report;
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

    @Override
    public void close() {}
}
