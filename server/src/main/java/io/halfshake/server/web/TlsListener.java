package io.halfshake.server.web;

import io.halfshake.internal.FailSafe;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections of TLS, and carries what comes on them to the server behind, which speaks plain HTTP on loopback
 * and answers nothing that did not come through here. The JDK's own server of HTTPS looks up the name of each client,
 * and one client that does not read its response stops it for all (0063).
 *
 * <p>Each connection has two threads of its own, and a time limit for whatever it waits for.
 */
final class TlsListener implements ClientAddresses, AutoCloseable {
    /** As many as the server behind accepts. */
    static final int MAX_CONNECTIONS = 256;

    private static final int RETRY_MILLIS = 100;
    private static final System.Logger LOG = System.getLogger("io.halfshake");

    private final TlsLimits limits;
    private final ServerSocket listener;
    private final Set<TlsConnection> connections = ConcurrentHashMap.newKeySet();
    private final Map<Integer, TlsConnection> byPort = new ConcurrentHashMap<>();
    private final Running responses = new Running();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final AtomicInteger number = new AtomicInteger();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(task -> daemon(task, "halfshake-tls-" + number.incrementAndGet()));
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, task -> daemon(task, "halfshake-tls-timer"));
    private volatile TlsCertificate certificate;

    TlsListener(TlsCertificate certificate, TlsLimits limits) throws IOException {
        ServerProperties.set();
        this.certificate = certificate;
        this.limits = limits;
        timer.setRemoveOnCancelPolicy(true);
        listener = new ServerSocket();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    void bind(InetSocketAddress address) throws IOException {
        listener.bind(address);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** For the connections from now on. What equals the present one leaves their sessions valid. */
    void configure(TlsCertificate next) {
        if (!next.equals(certificate)) {
            certificate = next;
        }
    }

    /** Accepts from now on. */
    void start(InetSocketAddress server) {
        daemon(() -> accept(server), "halfshake-tls-accept").start();
    }

    private void accept(InetSocketAddress server) {
        boolean failing = false;
        while (!isStopping()) {
            try {
                begin(listener.accept(), server);
                failing = false;
            } catch (IOException | RuntimeException | Error e) {
                // Of descriptors, memory or threads there may be enough again soon.
                if (!failing && !isStopping()) {
                    FailSafe.log(Level.WARNING, "web: connection not accepted, trying again", e);
                }
                failing = true;
                pause();
            }
        }
    }

    private void pause() {
        try {
            boolean unused = stopping.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("a thread that nothing interrupts", e);
        }
    }

    private void begin(Socket client, InetSocketAddress server) {
        TlsConnection connection = new TlsConnection(this, client, server);
        boolean begun = false;
        try {
            connections.add(connection);
            if (connections.size() <= MAX_CONNECTIONS) {
                threads.execute(connection);
                begun = true;
            }
        } finally {
            if (!begun) {
                connection.close();
            }
        }
    }

    TlsLimits limits() {
        return limits;
    }

    TlsCertificate certificate() {
        return certificate;
    }

    ExecutorService threads() {
        return threads;
    }

    ScheduledThreadPoolExecutor timer() {
        return timer;
    }

    /** How many connections may still have a response of the server to deliver. */
    Running responses() {
        return responses;
    }

    /** The port is that of the connection to the server behind. */
    void opened(int port, TlsConnection connection) {
        byPort.put(port, connection);
    }

    /** What comes from the port is no client's any more. Nothing if it is another connection's by now. */
    void forget(int port, TlsConnection connection) {
        boolean unused = byPort.remove(port, connection);
    }

    void ended(TlsConnection connection) {
        connections.remove(connection);
    }

    @Override
    public InetAddress clientOf(@Nullable InetSocketAddress connection) {
        TlsConnection found = connection == null ? null : find(connection);
        if (found == null) {
            throw new RequestException(403, "connection: not encrypted (expected one by TLS)");
        }
        return found.clientAddress();
    }

    /** Other users can have the same port at another address of this machine, such as 127.0.0.2. */
    private @Nullable TlsConnection find(InetSocketAddress connection) {
        return connection.getAddress().equals(InetAddress.getLoopbackAddress())
                ? byPort.get(connection.getPort())
                : null;
    }

    /** From then on, the port of the server behind may be another process's. */
    boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Accepts no more connections; those that have reached the server behind go on. */
    void stopAccepting() {
        stopping.countDown();
        try {
            listener.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "web: address not freed", e);
        }
    }

    /**
     * Once the server behind has closed its connections: waits for clients to get what it sent, but not for long. False
     * where some did not.
     */
    boolean awaitDelivery() {
        return responses.awaitNone(limits.ending().toNanos());
    }

    /** Ends all connections and threads. */
    @Override
    public void close() {
        stopAccepting();
        // First, so that none begins that is not among the connections.
        threads.shutdown();
        connections.forEach(TlsConnection::close);
        // What is left of it would close sockets that are closed.
        List<Runnable> unused = timer.shutdownNow();
    }
}
