package io.halfshake.server.events;

import io.halfshake.server.web.ResponseStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** One connection, with a thread that writes to it and may wait for it. */
final class EventListener {
    /** At most one message comes in a second: a reader that is later than this has stopped. */
    static final int MAX_WAITING = 16;

    private static final System.Logger LOG = System.getLogger("io.halfshake");
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread thread;
    private int turns;

    /** Writes the first messages, and then what is offered. Runs the last action when it has ended. */
    EventListener(String name, ResponseStream stream, List<byte[]> first, Runnable ended) {
        thread = new Thread(
                () -> {
                    try (stream) {
                        write(stream, first);
                    } finally {
                        ended.run();
                    }
                },
                name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void write(ResponseStream stream, List<byte[]> first) {
        try {
            for (byte[] each : first) {
                stream.write(each);
            }
            for (byte[] next = waiting.take(); next != END; next = waiting.take()) {
                stream.write(next);
            }
        } catch (IOException e) {
            // The client has gone, or was too slow.
            LOG.log(Level.DEBUG, "web: events not sent", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One more turn has passed: how many now. */
    int turn() {
        return ++turns;
    }

    /** Never waits. A reader that is too slow is disconnected. */
    void offer(byte[] message) {
        if (!waiting.offer(message)) {
            thread.interrupt();
        }
    }

    /** When what waits has been written. */
    void end() {
        offer(END);
    }
}
