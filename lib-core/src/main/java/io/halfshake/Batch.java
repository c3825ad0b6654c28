package io.halfshake;

import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Many checks for one calling thread, a bounded number of them at a time. */
final class Batch {
    private final DefaultChecker checker;
    private final long timeoutNanos;
    private final int window;
    private final Thread caller = Thread.currentThread();
    private final ConcurrentLinkedQueue<Finished> finished = new ConcurrentLinkedQueue<>();
    private final Set<Running> running = new HashSet<>();
    private boolean interrupted;

    private record Finished(Running check, CheckResult result) {}

    /** One check of the batch; known to the batch before it starts, since it may be over before that returns. */
    private final class Running implements Delivery {
        private @Nullable Check check;

        void start(Target target, String text) {
            running.add(this);
            check = checker.start(target, text, timeoutNanos, this);
        }

        @Override
        public void deliver(CheckResult result) {
            finished.add(new Finished(this, result));
            LockSupport.unpark(caller);
        }

        void interrupt() {
            if (check != null) {
                check.stop(UnknownReason.INTERRUPTED);
            }
        }

        void cancel() {
            if (check != null) {
                check.cancel();
            }
        }
    }

    Batch(DefaultChecker checker, long timeoutNanos, int window) {
        this.checker = checker;
        this.timeoutNanos = timeoutNanos;
        this.window = window;
    }

    void run(Iterator<String> targets, Consumer<? super CheckResult> onResult) {
        boolean orderly = false;
        try {
            while (fill(targets)) {
                Finished next = take();
                running.remove(next.check());
                onResult.accept(next.result());
            }
            orderly = true;
        } finally {
            if (!orderly) {
                running.forEach(Running::cancel);
            }
            if (interrupted) {
                caller.interrupt();
            }
        }
    }

    /** Starts what fits. False if nothing is running then. */
    private boolean fill(Iterator<String> targets) {
        noticeInterrupt();
        while (running.size() < window && !interrupted && targets.hasNext()) {
            String text = targets.next();
            new Running().start(Target.parse(text), text);
        }
        return !running.isEmpty();
    }

    private Finished take() {
        for (; ; ) {
            noticeInterrupt();
            Finished next = finished.poll();
            if (next != null) {
                return next;
            }
            LockSupport.park(this);
        }
    }

    private void noticeInterrupt() {
        if (Thread.interrupted()) {
            interrupted = true;
            running.forEach(Running::interrupt);
        }
    }
}
