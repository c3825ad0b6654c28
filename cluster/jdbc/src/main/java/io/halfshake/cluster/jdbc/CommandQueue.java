package io.halfshake.cluster.jdbc;

import io.halfshake.cluster.jdbc.LogTable.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Commands that wait to be appended, and a snapshot that waits to be saved. Safe for use by several threads. */
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

    /** While that much waits, nothing is added: it will be proposed again. */
    private static final int MAX_BYTES = 64 << 20;

    private static final int MAX_WAITING = 100_000;

    private @Nullable Entry snapshot;
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

    /** To be saved by the thread that appends. One that waits still is not saved any more. */
    synchronized void addSnapshot(Entry latest) {
        snapshot = latest;
        notifyAll();
    }

    /** The one to be saved now; null if there is none. */
    synchronized @Nullable Entry takeSnapshot() {
        Entry taken = snapshot;
        snapshot = null;
        return taken;
    }

    /** Waits until there is something; empty where that is a snapshot only, and once the queue is closed. */
    synchronized List<Pending> take() throws InterruptedException {
        while (waiting.isEmpty() && snapshot == null && !isClosed) {
            wait();
        }
        // Before anything is removed: without memory for it, all stay.
        List<Pending> batch = new ArrayList<>(Math.min(waiting.size(), LogTable.MAX_ENTRIES));
        long size = 0;
        while (!waiting.isEmpty() && batch.size() < LogTable.MAX_ENTRIES && size < LogTable.ENOUGH_BYTES) {
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

    synchronized boolean isClosed() {
        return isClosed;
    }
}
