package io.halfshake.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What most applications do today: Socket.connect in a pool of 100 threads, a full handshake. */
final class SocketPool implements Contender {
    private static final int THREADS = 100;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "socket-pool");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public String name() {
        return "Socket.connect, pool of 100 (full handshake)";
    }

    @Override
    public void run(InetSocketAddress target, int checks, int inFlight) throws InterruptedException {
        List<Future<?>> workers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int share = checks / THREADS;
            workers.add(threads.submit(() -> connect(target, share)));
        }
        for (Future<?> worker : workers) {
            try {
                worker.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    private static Void connect(InetSocketAddress target, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            try (Socket socket = new Socket()) {
                socket.setSoLinger(true, 0);
                socket.connect(target, 10_000);
            }
        }
        return null;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
