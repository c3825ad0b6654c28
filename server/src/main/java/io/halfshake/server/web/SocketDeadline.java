package io.halfshake.server.web;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Closes a socket, and so ends what waits for it, unless it is cancelled in time. For one thread at a time. */
final class SocketDeadline {
    private static final System.Logger LOG = System.getLogger("io.halfshake");

    private final Socket socket;
    private final ScheduledExecutorService timer;
    private @Nullable Future<?> running;

    SocketDeadline(Socket socket, ScheduledExecutorService timer) {
        this.socket = socket;
        this.timer = timer;
    }

    /** One that is running goes on. */
    void start(Duration limit) {
        if (running == null) {
            running = timer.schedule(this::close, limit.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    void cancel() {
        Future<?> started = running;
        if (started != null) {
            boolean unused = started.cancel(false);
            running = null;
        }
    }

    private void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "web: connection not closed", e);
        }
    }
}
