package io.halfshake.lab;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import java.net.ProtocolFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/** A lab's hosts, each checked once, as many at a time as the checker takes. */
final class Fleet {
    /**
     * What was found about a host.
     *
     * @param host its number
     * @param result of the check
     * @param nanos from the call until the future was complete, by our own clock
     */
    record Finding(int host, CheckResult result, long nanos) {
        String verdict() {
            if (result instanceof CheckResult.Down down) {
                return "down " + down.reason();
            }
            return result instanceof CheckResult.Unknown unknown ? "unknown " + unknown.reason() : "up";
        }

        long roundTripNanos() {
            return result.timing().roundTripNanos();
        }
    }

    private final Lab lab;
    private final Checker checker;
    private final ProtocolFamily family;

    Fleet(Lab lab, Checker checker, ProtocolFamily family) {
        this.lab = lab;
        this.checker = checker;
        this.family = family;
    }

    /** Findings about the first {@code count} hosts, in order. */
    List<Finding> check(int hosts, Duration timeout) {
        return check(IntStream.range(0, hosts), checker.engine().maxInFlight(), timeout);
    }

    /** Findings about these hosts, in order. */
    List<Finding> check(IntStream hosts, int inFlight, Duration timeout) {
        Semaphore permits = new Semaphore(inFlight);
        List<CompletableFuture<Finding>> findings = new ArrayList<>();
        hosts.forEach(host -> {
            permits.acquireUninterruptibly();
            long start = System.nanoTime();
            CompletableFuture<Finding> finding = checker.checkAsync(lab.address(family, host), timeout)
                    .thenApply(result -> new Finding(host, result, System.nanoTime() - start));
            findings.add(finding.whenComplete((found, error) -> permits.release()));
        });
        return findings.stream().map(CompletableFuture::join).toList();
    }
}
