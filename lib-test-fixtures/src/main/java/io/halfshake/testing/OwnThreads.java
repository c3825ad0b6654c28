package io.halfshake.testing;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Tells the threads that some code started from those of tests that run beside it: a thread belongs to the group of the
 * thread that made it, and so does every thread that it makes in turn.
 */
final class OwnThreads {
    private OwnThreads() {}

    /**
     * Runs the code to its end.
     *
     * @return the names of the wanted threads that still run so much later
     */
    static List<String> leftBy(Predicate<String> wanted, Duration atMost, Runnable code) {
        ThreadGroup group = new ThreadGroup("own-threads");
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread runner = new Thread(group, () -> run(code, done), "own-threads");
        runner.start();
        done.join();
        Await.until(() -> names(group, wanted).isEmpty(), atMost);
        return names(group, wanted);
    }

    private static void run(Runnable code, CompletableFuture<Void> done) {
        try {
            code.run();
            done.complete(null);
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
        }
    }

    private static List<String> names(ThreadGroup group, Predicate<String> wanted) {
        Thread[] threads = new Thread[2 * group.activeCount() + 16];
        int count = group.enumerate(threads);
        return Arrays.stream(threads, 0, count)
                .filter(Objects::nonNull)
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(wanted)
                .toList();
    }
}
