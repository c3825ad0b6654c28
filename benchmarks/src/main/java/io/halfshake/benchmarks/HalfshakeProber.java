package io.halfshake.benchmarks;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.DownReason;
import io.halfshake.Handshake;
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
 * @param futures whether a future for each
 */
record HalfshakeProber(Checker checker, boolean futures) implements Prober {
    @Override
    public void run(Job job, Tally tally) throws InterruptedException {
        Duration timeout = Duration.ofMillis(job.timeoutMillis());
        if (futures) {
            checkAsync(job, timeout, tally);
        } else {
            List<String> targets = job.targets().hostTexts().stream()
                    .map(host -> host + ":" + job.targets().port())
                    .toList();
            checker.checkAll(
                    new RoundRobin(targets, job.checks()),
                    timeout,
                    result -> found(result, result.timing().elapsedNanos(), tally));
        }
    }

    private void checkAsync(Job job, Duration timeout, Tally tally) throws InterruptedException {
        List<InetSocketAddress> targets = job.targets().addresses();
        Semaphore window = new Semaphore(job.inFlight());
        Pace pace = new Pace(job);
        for (int i = 0; i < job.checks(); i++) {
            pace.await(i);
            window.acquire();
            int check = i;
            long start = System.nanoTime();
            var unused = checker.checkAsync(targets.get(i % targets.size()), timeout)
                    .whenComplete((result, error) -> {
                        if (result == null) {
                            tally.other(String.valueOf(error));
                        } else {
                            found(result, System.nanoTime() - start, tally);
                            tally.roundTrip(check, result.timing().roundTripNanos());
                        }
                        window.release();
                    });
        }
        window.acquire(job.inFlight());
    }

    private static void found(CheckResult result, long elapsedNanos, Tally tally) {
        if (result instanceof CheckResult.Up) {
            if (result.evidence().handshake() == Handshake.HALF) {
                tally.found(Expected.UP);
            } else {
                tally.other("UP, but not half open");
            }
        } else if (result instanceof CheckResult.Down down && down.reason() == DownReason.TIMED_OUT) {
            tally.silent(elapsedNanos);
        } else if (result instanceof CheckResult.Down down && down.reason() == DownReason.REFUSED) {
            tally.found(Expected.REFUSED);
        } else if (result instanceof CheckResult.Unknown unknown) {
            tally.other("UNKNOWN " + unknown.reason());
        } else {
            tally.other("UNREACHABLE");
        }
    }

    @Override
    public void close() {
        checker.close();
    }

    /** The same targets again and again. */
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
