package io.halfshake.connect;

import io.halfshake.Handshake;
import io.halfshake.internal.EphemeralPorts;
import io.halfshake.spi.Engine;
import io.halfshake.spi.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** A thread for each probe, blocked in {@link java.net.Socket#connect}. */
final class ConnectEngine implements Engine {
    private static final long CLOSE_WAIT_SECONDS = 5;

    private final Sockets sockets;
    private final SecondConnect secondConnect = new SecondConnect(EphemeralPorts.ofThisMachine(), System::nanoTime);
    private final ConnectThreads threads;
    private final ExecutorService executor;

    ConnectEngine(Sockets sockets, ConnectThreads threads) {
        this.sockets = sockets;
        this.threads = threads;
        this.executor = threads.executor();
    }

    @Override
    public String name() {
        return ConnectEngineProvider.NAME;
    }

    @Override
    public Handshake handshake() {
        return sockets.handshake();
    }

    @Override
    public int capacity() {
        return threads.probes();
    }

    @Override
    public void start(Probe probe) {
        ConnectTask task = new ConnectTask(sockets, secondConnect, probe);
        probe.attach(task);
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            probe.complete(ConnectFailures.noThread(name(), e));
        }
    }

    /**
     * Nothing to do: the connect itself was given the deadline as its timeout, and the JDK looks once more for an
     * answer before it stops.
     */
    @Override
    public void expire(Probe probe) {}

    @Override
    public void cancel(Probe probe) {
        if (probe.attachment() instanceof ConnectTask task) {
            try {
                task.cancel();
            } catch (IOException e) {
                throw new UncheckedIOException("close(2) failed for " + probe.address(), e);
            }
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        boolean interrupted = false;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_WAIT_SECONDS);
        while (end - System.nanoTime() > 0 && !executor.isTerminated()) {
            try {
                executor.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
