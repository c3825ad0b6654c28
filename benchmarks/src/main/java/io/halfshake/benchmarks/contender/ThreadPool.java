package io.halfshake.benchmarks.contender;

import io.halfshake.benchmarks.workload.Expected;
import io.halfshake.benchmarks.workload.Job;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Blocking checks in a pool of threads, usually 100, as many applications make them, or one at a time. */
public final class ThreadPool implements Prober {
    public static final int THREADS = 100;

    private final BlockingCheck check;
    private final int size;
    private final ExecutorService threads;

    /** Closes the check with the pool. */
    ThreadPool(BlockingCheck check, int size) {
        this.check = check;
        this.size = size;
        this.threads = Executors.newFixedThreadPool(size, task -> {
            Thread thread = new Thread(task, "check");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void run(Job job, Counts counts) throws InterruptedException, ExecutionException {
        List<InetSocketAddress> targets = job.targets().addresses();
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> workers = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            workers.add(threads.submit(() -> {
                for (int n = next.getAndIncrement(); n < job.checks(); n = next.getAndIncrement()) {
                    one(targets.get(n % targets.size()), job, counts);
                }
            }));
        }
        for (Future<?> worker : workers) {
            worker.get();
        }
    }

    private void one(InetSocketAddress target, Job job, Counts counts) {
        long start = System.nanoTime();
        try {
            Expected found = check.check(target, Math.toIntExact(job.timeoutMillis()));
            if (found == Expected.SILENT) {
                counts.silent(System.nanoTime() - start);
            } else {
                counts.add(found);
            }
        } catch (Exception e) {
            counts.other(e.toString());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        check.close();
    }
}
