package io.halfshake.server.web;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests over HTTP/1.1: by TLS 1.2 or 1.3 if there is a certificate, and only those with the right
 * credentials if there are any.
 *
 * <h2>Behaviour</h2>
 *
 * A path is answered by the handler with exactly that path: {@code /metricsX}, {@code //metrics}, {@code /./metrics}
 * and {@code /%6detrics} are none. In a path such as <code>/badge/{target}.svg</code> the part in braces is a
 * {@linkplain Request#pathParameter parameter}. {@code GET} and {@code HEAD} read a page, and {@code POST} is for one
 * that {@linkplain Handler#isAction changes something}; other methods are refused with status 405, and the body of a
 * request is ignored.
 *
 * <p>A request that is not complete within 10 seconds is closed, and so is one whose response is not read within 180
 * seconds, one with more than 32,768 characters in its first line and headers, and the 257th connection. These limits
 * are system properties of the JDK's server ({@code sun.net.httpserver.maxReqTime}, {@code .maxRspTime},
 * {@code .maxReqHeaderSize}, {@code jdk.httpserver.maxConnections}), which this sets unless they are set; they hold if
 * no other {@link HttpServer} was made in the process before. They do not keep a hostile network from taking all
 * connections for a while: bind to loopback, or put a proxy in front. With TLS, a handshake has 10 seconds more, and
 * the same limits hold for what comes after it.
 *
 * <h2>Threading</h2>
 *
 * One thread accepts, and up to 32 read requests, run handlers and write responses; a response that comes later holds
 * no thread. All are daemons but the first. With TLS, each connection has two further threads, which wait for its
 * handshake and its client. A client that does not read a long response holds one of the 32 all the same, as it does
 * without TLS, once the buffers between them are full.
 *
 * <h2>Lifecycle</h2>
 *
 * {@link #stop} or {@link #close} frees the address and all threads.
 */
public final class WebServer implements AutoCloseable {
    private static final int THREADS = 32;
    private static final long IDLE_SECONDS = 10;
    private static final Duration MAX_STOP = Duration.ofHours(1);

    private final HttpServer server;
    private final Running running;
    private final ThreadPoolExecutor executor;
    private final AccessGate gate;
    private final @Nullable TlsListener tls;
    private final AtomicBoolean stopped = new AtomicBoolean();

    private WebServer(
            HttpServer server,
            Running running,
            ThreadPoolExecutor executor,
            AccessGate gate,
            @Nullable TlsListener tls) {
        this.server = server;
        this.running = running;
        this.executor = executor;
        this.gate = gate;
        this.tls = tls;
    }

    /**
     * Listens, and answers all clients from now on, by plain HTTP.
     *
     * @param address where to listen, resolved; port 0 for any that is free
     * @param pages the handlers by path, such as {@code /metrics}
     * @return a new server; stop it
     * @throws IOException if the address cannot be had; the text has the address, the port and the cause
     * @throws IllegalArgumentException if the address is not resolved, or a path does not begin with a slash
     */
    public static WebServer start(InetSocketAddress address, Map<String, Handler> pages) throws IOException {
        return start(address, pages, WebSecurity.NONE);
    }

    /**
     * Listens, and answers from now on.
     *
     * @param address where to listen, resolved; port 0 for any that is free
     * @param pages the handlers by path, such as {@code /metrics}
     * @param security who is answered, and how
     * @return a new server; stop it
     * @throws IOException if the address cannot be had; the text has the address, the port and the cause
     * @throws IllegalArgumentException if the address is not resolved, or a path does not begin with a slash
     */
    public static WebServer start(InetSocketAddress address, Map<String, Handler> pages, WebSecurity security)
            throws IOException {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("web address: " + address + " (expected a resolved one)");
        }
        pages.keySet().forEach(path -> {
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException("path: \"" + path + "\" (expected one that begins with /)");
            }
        });
        TlsCertificate certificate = security.certificate();
        TlsListener tls = certificate == null ? null : new TlsListener(certificate, TlsLimits.DEFAULT);
        AccessGate gate = new AccessGate(security.credentials());
        // Last, since it has a thread and descriptors from then on.
        return start(ServerProperties.newServer(), address, pages, gate, tls);
    }

    /** Stops the server where it cannot be started. */
    static WebServer start(
            HttpServer server,
            InetSocketAddress address,
            Map<String, Handler> pages,
            AccessGate gate,
            @Nullable TlsListener tls)
            throws IOException {
        WebServer web = null;
        try {
            Running running = new Running();
            ThreadPoolExecutor executor = threads();
            ExchangeHandler handler = new ExchangeHandler(
                    new Router(pages, gate), running, executor, tls == null ? ClientAddresses.DIRECT : tls);
            web = new WebServer(server, running, executor, gate, tls);
            if (tls == null) {
                bind(address, free -> server.bind(free, 0));
            } else {
                bind(address, tls::bind);
                server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            }
            server.setExecutor(executor);
            server.createContext("/", handler);
            // Its thread may be one too many for this machine.
            server.start();
            if (tls != null) {
                tls.start(server.getAddress());
            }
            return web;
        } catch (IOException | RuntimeException | Error e) {
            try {
                if (web == null) {
                    server.stop(0);
                } else {
                    web.close();
                }
            } catch (RuntimeException | Error more) {
                e.addSuppressed(more);
            }
            throw e;
        }
    }

    /** Takes an address. */
    @FunctionalInterface
    private interface Binding {
        void bind(InetSocketAddress address) throws IOException;
    }

    private static void bind(InetSocketAddress address, Binding binding) throws IOException {
        try {
            binding.bind(address);
        } catch (IOException e) {
            throw new IOException(
                    "web address: " + text(address) + " (expected one that is free): " + e.getMessage(), e);
        }
    }

    /** Its queue has at most one entry for a connection, of which there is a limit. */
    private static ThreadPoolExecutor threads() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "halfshake-web-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static String text(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String host = ip.getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /**
     * Where it listens.
     *
     * @return with the port that was found, if it was to be any
     */
    public InetSocketAddress address() {
        return tls == null ? server.getAddress() : tls.address();
    }

    /**
     * Changes who is answered, and with which certificate: for the requests and the connections from now on. Those that
     * are open stay.
     *
     * @param security with a certificate if and only if there was one at the start
     * @throws IllegalArgumentException if it is otherwise; nothing has changed then
     */
    public void configure(WebSecurity security) {
        TlsCertificate certificate = security.certificate();
        if (tls != null && certificate != null) {
            tls.configure(certificate);
        } else if (tls != null || certificate != null) {
            throw new IllegalArgumentException("TLS: " + (tls == null ? "on" : "off") + " (expected as at the start)");
        }
        gate.configure(security.credentials());
    }

    /**
     * Stops: accepts no more connections, refuses further requests on those that are open, and waits for the responses
     * that are under way. Those that take longer are cut off. A second call has no effect.
     *
     * @param atMost how long to wait, and an hour at most; zero or less does not wait
     * @return whether every response was sent; those by TLS have two seconds more for it, but are not waited for, and
     *     count as sent, if this does not wait
     */
    public boolean stop(Duration atMost) {
        if (!stopped.compareAndSet(false, true)) {
            return true;
        }
        running.stop();
        boolean patient = isPositive(atMost);
        boolean answered;
        boolean delivered;
        try {
            if (tls != null) {
                tls.stopAccepting();
            }
            answered = running.awaitNone(0) || (patient && awaitResponses(atMost));
        } finally {
            delivered = end(patient);
        }
        return answered && delivered;
    }

    /** Whether clients of TLS got what was sent, if this is patient. */
    private boolean end(boolean patient) {
        try {
            try {
                server.stop(0);
            } finally {
                executor.shutdown();
                gate.close();
            }
            return tls == null || !patient || tls.awaitDelivery();
        } finally {
            if (tls != null) {
                tls.close();
            }
        }
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isZero() && !duration.isNegative();
    }

    /**
     * Of the JDK's server only stop() closes the socket that listens, and in some versions it then waits for the whole
     * time, also where nothing runs any more. So that wait is another thread's, and the next call of stop() ends it.
     */
    private boolean awaitResponses(Duration atMost) {
        long nanos = (atMost.compareTo(MAX_STOP) > 0 ? MAX_STOP : atMost).toNanos();
        int seconds = (int) TimeUnit.NANOSECONDS.toSeconds(nanos) + 1;
        Thread stopper = new Thread(() -> server.stop(seconds), "halfshake-web-stop");
        stopper.setDaemon(true);
        stopper.start();
        return running.awaitNone(nanos);
    }

    /** Stops without waiting for responses that are under way. */
    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
