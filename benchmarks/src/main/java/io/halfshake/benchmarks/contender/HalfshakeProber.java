package io.halfshake.benchmarks.contender;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.DownReason;
import io.halfshake.Handshake;
import io.halfshake.benchmarks.workload.Expected;
import io.halfshake.benchmarks.workload.Job;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Semaphore;

/**
 * The public API: the batch form, or a future for each check.
 *
 * @param checker closed with this
 * @param futures whether each check has a future
 */
record HalfshakeProber(Checker checker, boolean futures) implements Prober {
    @Override
    public void run(Job job, Counts counts) throws InterruptedException {
        Duration timeout = Duration.ofMillis(job.timeoutMillis());
        if (futures) {
            checkAsync(job, timeout, counts);
        } else {
            List<String> targets = job.targets().hostTexts().stream()
                    .map(host -> host + ":" + job.targets().port())
                    .toList();
            checker.checkAll(
                    new RoundRobin(targets, job.checks()),
                    timeout,
                    result -> found(result, result.timing().elapsedNanos(), counts));
        }
    }

    private void checkAsync(Job job, Duration timeout, Counts counts) throws InterruptedException {
        List<InetSocketAddress> targets = job.targets().addresses();
        Semaphore window = new Semaphore(job.inFlight());
        StartPacer pace = new StartPacer(job);
        for (int i = 0; i < job.checks(); i++) {
            pace.await(i);
            window.acquire();
            int check = i;
            long start = System.nanoTime();
            var unused = checker.checkAsync(targets.get(i % targets.size()), timeout)
                    .whenComplete((result, error) -> {
                        if (result == null) {
                            counts.other(String.valueOf(error));
                        } else {
                            found(result, System.nanoTime() - start, counts);
                            counts.roundTrip(check, result.timing().roundTripNanos());
                        }
                        window.release();
                    });
        }
        window.acquire(job.inFlight());
    }

    private static void found(CheckResult result, long elapsedNanos, Counts counts) {
        if (result instanceof CheckResult.Up) {
            if (result.evidence().handshake() == Handshake.HALF) {
                counts.add(Expected.UP);
            } else {
                counts.other("UP, but not half open");
            }
        } else if (result instanceof CheckResult.Down down && down.reason() == DownReason.TIMED_OUT) {
            counts.silent(elapsedNanos);
        } else if (result instanceof CheckResult.Down down && down.reason() == DownReason.REFUSED) {
            counts.add(Expected.REFUSED);
        } else if (result instanceof CheckResult.Unknown unknown) {
            counts.other("UNKNOWN " + unknown.reason());
        } else {
            counts.other("UNREACHABLE");
        }
    }

    @Override
    public void close() {
        checker.close();
    }

    /** Repeats the targets. */
    private static final class RoundRobin implements Iterator<String> {
        private final List<String> targets;
        private final int times;
        private int next;

        RoundRobin(List<String> targets, int times) {
            this.targets = targets;
            this.times = times;
        }

        @Override
        public boolean hasNext() {
            return next < times;
        }

        @Override
        public String next() {
            if (next >= times) {
                throw new NoSuchElementException();
            }
            return targets.get(next++ % targets.size());
        }
    }
}
