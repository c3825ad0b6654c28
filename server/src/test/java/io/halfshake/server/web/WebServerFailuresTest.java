package io.halfshake.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left where the JDK's server fails. */
class WebServerFailuresTest {
    /** The JDK's own server, which fails where the test wants it to. */
    private static final class FailingServer extends HttpServer {
        private final HttpServer server;
        private boolean stopped;
        private boolean failsToStart;
        private boolean failsToStop;

        FailingServer(HttpServer server) {
            this.server = server;
        }

        @Override
        public void bind(InetSocketAddress address, int backlog) throws IOException {
            server.bind(address, backlog);
        }

        @Override
        public void start() {
            if (failsToStart) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            server.start();
        }

        @Override
        public void setExecutor(Executor executor) {
            server.setExecutor(executor);
        }

        @Override
        public Executor getExecutor() {
            return server.getExecutor();
        }

        @Override
        public void stop(int delay) {
            server.stop(delay);
            stopped = true;
            if (failsToStop) {
                throw new IllegalStateException("stop");
            }
        }

        @Override
        public HttpContext createContext(String path, HttpHandler handler) {
            return server.createContext(path, handler);
        }

        @Override
        public HttpContext createContext(String path) {
            return server.createContext(path);
        }

        @Override
        public void removeContext(String path) {
            server.removeContext(path);
        }

        @Override
        public void removeContext(HttpContext context) {
            server.removeContext(context);
        }

        @Override
        public InetSocketAddress getAddress() {
            return server.getAddress();
        }
    }

    private FailingServer server;

    @BeforeEach
    void create() throws IOException {
        server = new FailingServer(ServerProperties.newServer());
    }

    @AfterEach
    void stop() {
        server.server.stop(0);
    }

    private WebServer startServer() throws IOException {
        return WebServer.start(server, Servers.anyPort(), Map.of(), new AccessGate(null), null);
    }

    private boolean isExecutorShutDown() {
        return ((ExecutorService) server.getExecutor()).isShutdown();
    }

    @Test
    void startThatFails_stopsWhatThereIs() {
        server.failsToStart = true;
        assertThatThrownBy(this::startServer).isInstanceOf(OutOfMemoryError.class);

        assertThat(server.stopped).isTrue();
        assertThat(isExecutorShutDown()).isTrue();
    }

    /** As where there is no memory for what the server needs besides. */
    @Test
    void startThatFailsEarly_stopsTheServer() {
        Map<String, Handler> pages = new AbstractMap<>() {
            @Override
            public Set<Entry<String, Handler>> entrySet() {
                throw new OutOfMemoryError("of a test");
            }
        };
        assertThatThrownBy(() -> WebServer.start(server, Servers.anyPort(), pages, new AccessGate(null), null))
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(server.stopped).isTrue();
    }

    @Test
    void startAndStopThatFail_areBothReported() {
        server.failsToStart = true;
        server.failsToStop = true;
        assertThatThrownBy(this::startServer)
                .isInstanceOf(OutOfMemoryError.class)
                .hasSuppressedException(new IllegalStateException("stop"));
    }

    @Test
    void stopThatFails_endsTheThreads() throws IOException {
        WebServer web = startServer();
        server.failsToStop = true;

        assertThatThrownBy(web::close).hasMessage("stop");

        assertThat(isExecutorShutDown()).isTrue();
    }
}
