package io.halfshake.connect;

import io.halfshake.internal.Threads;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads that connects block on: virtual ones where the JDK has them (21 and newer), else a bounded pool.
 *
 * @param executor runs each task at once, or as soon as a cancelled one has let go of its thread
 * @param probes how many connects can be in progress at once
 */
record ConnectThreads(ExecutorService executor, int probes) {
    /**
     * A virtual thread costs little, but each connect holds a descriptor, of which a process commonly has 65,536 or
     * fewer.
     */
    private static final int MAX_VIRTUAL = 16_384;

    /** A platform thread costs a stack and a place in the scheduler. */
    private static final int MAX_PLATFORM = 1_024;

    private static final long IDLE_SECONDS = 5;

    /** It takes a millisecond, but other virtual threads may keep the JVM's carriers busy. */
    private static final long FIRST_BLOCK_MILLIS = 1_000;

    static ConnectThreads forProbes(int wanted) {
        ExecutorService virtual = virtual();
        return virtual == null
                ? platform(Math.min(wanted, MAX_PLATFORM))
                : new ConnectThreads(virtual, Math.min(wanted, MAX_VIRTUAL));
    }

    private static @Nullable ExecutorService virtual() {
        ExecutorService virtual;
        try {
            virtual = (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            // JDK 17 to 20: the method is missing, or a preview that throws.
            return null;
        }
        CompletableFuture<?> blocked = CompletableFuture.runAsync(ConnectThreads::block, virtual);
        // Not orTimeout: the JDK's timer thread would refer to the application's class loader for the rest of its life.
        if (Threads.completesNormally(blocked, FIRST_BLOCK_MILLIS)) {
            return virtual;
        }
        // They cannot wait for the network here. Platform threads can.
        virtual.shutdownNow();
        return null;
    }

    /**
     * Waits for the network once. The first virtual thread that does so makes the JDK open descriptors for all of them,
     * and if there is none left at that moment, no virtual thread can do so for the rest of the JVM's life.
     */
    private static void block() {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(1);
            listener.accept().close();
        } catch (SocketTimeoutException e) {
            // As it should be: nothing else connects to this listener.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ConnectThreads platform(int probes) {
        // Twice as many threads as probes: a cancelled connect holds its thread a moment longer than its place. Where
        // even these are taken, after many cancellations at once, a task waits for the first thread that is free.
        Handover queue = new Handover();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                0,
                2 * probes,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                queue,
                task -> {
                    Thread thread = new Thread(task, "halfshake-connect");
                    thread.setDaemon(true);
                    return thread;
                },
                (task, full) -> {
                    if (full.isShutdown()) {
                        throw new RejectedExecutionException("connect threads: closed (expected open)");
                    }
                    queue.keep(task);
                });
        return new ConnectThreads(pool, probes);
    }

    /** Takes a task only if a thread waits for it, so that the pool makes a new one as long as it may. */
    private static final class Handover extends LinkedTransferQueue<Runnable> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }

        void keep(Runnable task) {
            super.offer(task);
        }
    }
}
