package io.halfshake.server.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged until it is closed, by this thread. */
final class LogLines extends Handler implements AutoCloseable {
    /** Held, since loggers without a reference are collected. */
    private final Logger logger = Logger.getLogger("io.halfshake");

    private final Thread thread = Thread.currentThread();
    private final List<String> texts = new CopyOnWriteArrayList<>();

    LogLines() {
        logger.addHandler(this);
    }

    List<String> texts() {
        return List.copyOf(texts);
    }

    @Override
    public void publish(LogRecord entry) {
        if (Thread.currentThread() == thread) {
            texts.add(entry.getMessage());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
