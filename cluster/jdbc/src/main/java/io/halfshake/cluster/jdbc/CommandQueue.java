package io.halfshake.cluster.jdbc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Commands that wait to be appended. Safe for use by several threads. */
final class CommandQueue {
    /** A command and what becomes of it. */
    static final class Pending {
        private final byte[] command;
        private final CompletableFuture<Long> index;

        Pending(byte[] command, CompletableFuture<Long> index) {
            this.command = command;
            this.index = index;
        }

        byte[] command() {
            return command;
        }

        CompletableFuture<Long> index() {
            return index;
        }
    }

    /** At most in one batch. */
    private static final int MAX_COMMANDS = 256;

    /** After that many bytes, a batch has no further command. */
    private static final int ENOUGH_BYTES = 4 << 20;

    /** While that much waits, nothing is added: it will be proposed again. */
    private static final int MAX_BYTES = 64 << 20;

    private static final int MAX_WAITING = 100_000;

    private final Deque<Pending> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean isClosed;

    /** Returns whether it was added: there may be too much, or the queue may be closed. */
    synchronized boolean add(Pending pending) {
        if (isClosed || waiting.size() >= MAX_WAITING || bytes > MAX_BYTES) {
            return false;
        }
        waiting.addLast(pending);
        bytes += pending.command().length;
        notifyAll();
        return true;
    }

    /** Waits until there is something; empty once the queue is closed. */
    synchronized List<Pending> take() throws InterruptedException {
        while (waiting.isEmpty() && !isClosed) {
            wait();
        }
        List<Pending> batch = new ArrayList<>();
        long size = 0;
        while (!waiting.isEmpty() && batch.size() < MAX_COMMANDS && size < ENOUGH_BYTES) {
            Pending next = waiting.removeFirst();
            size += next.command().length;
            batch.add(next);
        }
        bytes -= size;
        return batch;
    }

    /** All that waits. */
    synchronized List<Pending> drain() {
        List<Pending> all = new ArrayList<>(waiting);
        waiting.clear();
        bytes = 0;
        return all;
    }

    /** Of what is taken from now on, nothing waits. */
    synchronized void close() {
        isClosed = true;
        notifyAll();
    }

    /** Waits for so long, or until the queue is closed. */
    synchronized void awaitClosed(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime(); left > 0 && !isClosed; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    synchronized boolean isClosed() {
        return isClosed;
    }
}
