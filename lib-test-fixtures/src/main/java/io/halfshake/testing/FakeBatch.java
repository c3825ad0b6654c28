package io.halfshake.testing;

import io.halfshake.CheckResult;
import io.halfshake.UnknownReason;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** One call of {@code checkAll} on a fake: whenever it would have to wait, it advances the clock instead. */
final class FakeBatch {
    private final FakeChecker checker;
    private final Duration timeout;
    private final Consumer<? super CheckResult> onResult;
    private final int mostAtOnce;
    private final Set<FakeCheck> running = new LinkedHashSet<>();
    private final Queue<FakeCheck> done = new ConcurrentLinkedQueue<>();

    FakeBatch(FakeChecker checker, Duration timeout, Consumer<? super CheckResult> onResult, int mostAtOnce) {
        this.checker = checker;
        this.timeout = timeout;
        this.onResult = onResult;
        this.mostAtOnce = mostAtOnce;
    }

    void run(Iterator<String> targets) {
        boolean handedOver = false;
        try {
            while (!interrupted() && targets.hasNext()) {
                start(targets.next());
                while (running.size() >= mostAtOnce) {
                    awaitOne();
                }
                handOver();
            }
            while (!running.isEmpty()) {
                awaitOne();
                handOver();
            }
            handedOver = true;
        } finally {
            if (!handedOver) {
                Set.copyOf(running).forEach(check -> check.cancel(false));
            }
        }
    }

    private void start(String target) {
        FakeCheck check = checker.start(FakeTarget.of(target), timeout);
        running.add(check);
        var unused = check.whenComplete((result, error) -> done.add(check));
    }

    private void awaitOne() {
        if (interrupted()) {
            Set.copyOf(running).forEach(check -> check.stop(UnknownReason.INTERRUPTED));
        }
        if (done.isEmpty()) {
            checker.time()
                    .advanceTo(running.stream()
                            .min(Comparator.comparingLong(FakeCheck::dueNanos))
                            .orElseThrow()
                            .dueNanos());
        }
        handOver();
    }

    private void handOver() {
        for (FakeCheck next = done.poll(); next != null; next = done.poll()) {
            running.remove(next);
            if (!next.isCompletedExceptionally()) {
                onResult.accept(next.join());
            }
        }
    }

    private static boolean interrupted() {
        return Thread.currentThread().isInterrupted();
    }
}
