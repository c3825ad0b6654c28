package io.halfshake.microprofile.health;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** All lines of the library from now on, with their levels. Those of other tests too, which run at the same time. */
final class LogLines extends Handler implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** Referred to, since a logger that is not loses its handlers. */
    private final Logger logger = Logger.getLogger("io.halfshake");

    LogLines() {
        logger.addHandler(this);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord entry) {
        String thrown = entry.getThrown() == null ? "" : ": " + entry.getThrown();
        lines.add(entry.getLevel() + " " + entry.getMessage() + thrown);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
