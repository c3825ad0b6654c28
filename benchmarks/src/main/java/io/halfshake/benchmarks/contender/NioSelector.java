package io.halfshake.benchmarks.contender;

import io.halfshake.benchmarks.workload.Expected;
import io.halfshake.benchmarks.workload.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One thread, one selector, a channel with zero linger for each check. */
final class NioSelector implements Prober {
    private static final int BURST = 256;

    private final Selector selector;
    private final ArrayDeque<Pending> oldestFirst = new ArrayDeque<>();
    private int running;
    private int ended;

    NioSelector() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Pending {
        final SocketChannel channel;
        final long start = System.nanoTime();
        boolean over;

        Pending(SocketChannel channel) {
            this.channel = channel;
        }
    }

    @Override
    public void run(Job job, Counts counts) throws IOException {
        List<InetSocketAddress> targets = job.targets().addresses();
        int started = 0;
        running = 0;
        ended = 0;
        while (ended < job.checks()) {
            for (int i = 0; i < BURST && running < job.inFlight() && started < job.checks(); i++) {
                start(targets.get(started++ % targets.size()), counts);
            }
            boolean mayStart = running < job.inFlight() && started < job.checks();
            wait(mayStart, job);
            for (SelectionKey key : selector.selectedKeys()) {
                answered((Pending) key.attachment(), counts);
            }
            selector.selectedKeys().clear();
            expire(job, counts);
        }
        // The next selection closes a channel that was registered.
        selector.selectNow();
    }

    private void start(InetSocketAddress target, Counts counts) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_LINGER, 0).configureBlocking(false);
        Pending pending = new Pending(channel);
        running++;
        channel.register(selector, SelectionKey.OP_CONNECT, pending);
        oldestFirst.addLast(pending);
        try {
            if (channel.connect(target)) {
                counts.add(Expected.UP);
                end(pending);
            }
        } catch (IOException e) {
            failed(pending, e, counts);
        }
    }

    private void wait(boolean mayStart, Job job) throws IOException {
        while (!oldestFirst.isEmpty() && oldestFirst.getFirst().over) {
            oldestFirst.removeFirst();
        }
        if (mayStart || oldestFirst.isEmpty()) {
            selector.selectNow();
        } else {
            long left = oldestFirst.getFirst().start + job.timeoutNanos() - System.nanoTime();
            // Zero would mean no timeout.
            selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        }
    }

    private void answered(Pending pending, Counts counts) throws IOException {
        if (pending.over) {
            return;
        }
        try {
            if (pending.channel.finishConnect()) {
                counts.add(Expected.UP);
                end(pending);
            }
        } catch (IOException e) {
            failed(pending, e, counts);
        }
    }

    private void failed(Pending pending, IOException e, Counts counts) throws IOException {
        if (e instanceof ConnectException) {
            counts.add(Expected.REFUSED);
        } else {
            counts.other(e.toString());
        }
        end(pending);
    }

    private void expire(Job job, Counts counts) throws IOException {
        while (!oldestFirst.isEmpty()) {
            Pending pending = oldestFirst.getFirst();
            long elapsed = System.nanoTime() - pending.start;
            if (!pending.over && elapsed < job.timeoutNanos()) {
                return;
            }
            oldestFirst.removeFirst();
            if (!pending.over) {
                counts.silent(elapsed);
                end(pending);
            }
        }
    }

    private void end(Pending pending) throws IOException {
        pending.over = true;
        pending.channel.close();
        running--;
        ended++;
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
