package io.halfshake.benchmarks;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Handshake;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** The public API: the batch form, or a future for each check. */
record HalfshakeContender(String name, Checker checker, boolean futures) implements Contender {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Override
    public void run(InetSocketAddress target, int checks, int inFlight) throws InterruptedException {
        AtomicInteger bad = new AtomicInteger();
        if (futures) {
            Semaphore window = new Semaphore(inFlight);
            for (int i = 0; i < checks; i++) {
                window.acquire();
                var unused = checker.checkAsync(target, TIMEOUT).whenComplete((result, error) -> {
                    if (result == null || !isGood(result)) {
                        bad.incrementAndGet();
                    }
                    window.release();
                });
            }
            window.acquire(inFlight);
        } else {
            String text = target.getHostString() + ":" + target.getPort();
            checker.checkAll(new Repeated(text, checks), TIMEOUT, result -> {
                if (!isGood(result)) {
                    bad.incrementAndGet();
                }
            });
        }
        if (bad.get() > 0) {
            System.err.println(name + ": " + bad.get() + " of " + checks + " checks not up, or not half open");
        }
    }

    private static boolean isGood(CheckResult result) {
        return result.isUp() && result.evidence().handshake() == Handshake.HALF;
    }

    @Override
    public void close() {
        checker.close();
    }

    /** The same target again and again. */
    private static final class Repeated implements Iterator<String> {
        private final String target;
        private int left;

        Repeated(String target, int times) {
            this.target = target;
            this.left = times;
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public String next() {
            if (left-- <= 0) {
                throw new NoSuchElementException();
            }
            return target;
        }
    }
}
