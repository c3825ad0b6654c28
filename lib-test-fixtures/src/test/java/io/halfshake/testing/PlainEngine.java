package io.halfshake.testing;

import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Signal;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Engine;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Proxy;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The simplest engine that keeps the contract, to be broken in one place by each subclass. It makes full handshakes.
 */
class PlainEngine implements Engine {
    static final String NAME = "plain";

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "halfshake-plain");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Handshake handshake() {
        return Handshake.FULL;
    }

    @Override
    public int capacity() {
        return 400;
    }

    @Override
    public void start(Probe probe) {
        try {
            Socket socket = socket(probe);
            probe.attach(socket);
            threads.execute(() -> probe.complete(judged(probe, ask(probe, socket))));
        } catch (IOException e) {
            probe.complete(judged(probe, failed(e)));
        }
    }

    private Outcome ask(Probe probe, Socket socket) {
        long start = System.nanoTime();
        probe.sent(start);
        try (socket) {
            socket.setSoLinger(true, 0);
            socket.connect(probe.address());
            long roundTrip = System.nanoTime() - start;
            return socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress())
                    ? toItself()
                    : new Outcome.Answered(roundTrip, evidence(Signal.SYN_ACK, handshake()));
        } catch (ConnectException e) {
            return new Outcome.Denied(
                    DownReason.REFUSED, System.nanoTime() - start, evidence(Signal.RST, Handshake.HALF));
        } catch (IOException e) {
            return failed(e);
        }
    }

    /** Only a closed port lets a socket connect to itself. */
    Outcome toItself() {
        return new Outcome.Denied(DownReason.REFUSED, -1, evidence(Signal.RST, Handshake.HALF));
    }

    Outcome failed(IOException cause) {
        return new Outcome.Failed(UnknownReason.LOCAL_FAILURE, cause, evidence(Signal.LOCAL, Handshake.HALF));
    }

    /** A last chance to say something else. */
    Outcome judged(Probe probe, Outcome honest) {
        return honest;
    }

    Socket socket(Probe probe) throws IOException {
        return new Socket(Proxy.NO_PROXY);
    }

    static Evidence evidence(Signal signal, Handshake handshake) {
        boolean heard = signal == Signal.SYN_ACK || signal == Signal.RST;
        Evidence.Clock clock = heard ? Evidence.Clock.USER_SPACE : Evidence.Clock.NONE;
        int syns = signal == Signal.LOCAL ? 0 : 1;
        return new Evidence(signal, null, null, null, syns, NAME, handshake, clock);
    }

    @Override
    public void expire(Probe probe) {
        probe.complete(new Outcome.Silent(evidence(Signal.NONE, Handshake.HALF)));
        cancel(probe);
    }

    @Override
    public void cancel(Probe probe) {
        @Nullable Object socket = probe.attachment();
        if (socket != null) {
            HeldPort.quietly((Socket) socket);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
