package io.halfshake.cli;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.CheckerStats;
import io.halfshake.EngineReport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A checker whose every result of an asynchronous check is noted: a monitor tells of transitions only. */
final class NotingChecker implements Checker {
    private final Checker checker;
    private final Consumer<CheckResult> notes;

    /** {@code notes} is called on the checker's callback threads, and must not wait. */
    NotingChecker(Checker checker, Consumer<CheckResult> notes) {
        this.checker = checker;
        this.notes = notes;
    }

    private CompletableFuture<CheckResult> noted(CompletableFuture<CheckResult> check) {
        var unused = check.thenAccept(notes);
        // The check's own future, whose cancel ends the check.
        return check;
    }

    @Override
    public CompletableFuture<CheckResult> checkAddrAsync(String target, Duration timeout) {
        return noted(checker.checkAddrAsync(target, timeout));
    }

    @Override
    public CompletableFuture<CheckResult> checkAsync(InetSocketAddress address, Duration timeout) {
        return noted(checker.checkAsync(address, timeout));
    }

    @Override
    public CheckResult check(InetSocketAddress address, Duration timeout) {
        return checker.check(address, timeout);
    }

    @Override
    public CheckResult checkAddr(String target, Duration timeout) {
        return checker.checkAddr(target, timeout);
    }

    @Override
    public void checkAll(Iterator<String> targets, Duration timeout, Consumer<? super CheckResult> onResult) {
        checker.checkAll(targets, timeout, onResult);
    }

    @Override
    public EngineReport engine() {
        return checker.engine();
    }

    @Override
    public CheckerStats stats() {
        return checker.stats();
    }

    @Override
    public void close() {
        checker.close();
    }
}
