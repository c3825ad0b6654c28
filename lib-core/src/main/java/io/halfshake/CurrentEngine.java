package io.halfshake;

import io.halfshake.internal.FailSafe;
import io.halfshake.spi.Engine;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The engine of a checker. A better one may replace it while checks are in flight: each probe stays with the engine
 * that started it, and all are closed with the checker.
 */
final class CurrentEngine {
    /** The current one last. */
    private final List<Engine> engines = new CopyOnWriteArrayList<>();

    private volatile Engine engine;
    private volatile EngineReport report;

    /** Null where there is nothing to search for. */
    private volatile @Nullable EngineSearch search;

    private boolean closed;

    CurrentEngine(Engine engine, EngineReport report) {
        this.engine = engine;
        this.report = report;
        engines.add(engine);
    }

    /** Searches for a better engine from now on, see {@link EngineSearch}. */
    void searchWith(EngineSearch engineSearch) {
        search = engineSearch;
    }

    Engine engine() {
        return engine;
    }

    EngineReport report() {
        return report;
    }

    /** A check begins, at this time of the checker's clock. */
    void checkStarted(Timers timers) {
        EngineSearch current = search;
        if (current != null) {
            try {
                current.checkStarted(timers.now());
            } catch (RuntimeException | Error e) {
                FailSafe.log(Level.WARNING, "the search for a better engine failed, and is tried again", e);
            }
        }
    }

    /**
     * Takes this engine for all probes from now on. Closes it, and says so by false, where it holds fewer checks than
     * the checker admits, or the checker is closed.
     */
    boolean takeOrClose(Engines.Opened better) {
        String replaced = null;
        try {
            replaced = take(better);
        } finally {
            if (replaced == null) {
                better.engine().close();
            }
        }
        if (replaced != null) {
            CheckerLog.replacement(report, replaced);
        }
        return replaced != null;
    }

    /** Returns the name of the engine that it replaces; null if it is not taken. */
    private synchronized @Nullable String take(Engines.Opened better) {
        if (closed || better.report().maxInFlight() < report.maxInFlight()) {
            return null;
        }
        String before = report.name();
        engines.add(better.engine());
        engine = better.engine();
        report = better.report().withMaxInFlight(report.maxInFlight());
        if (!better.mayImprove()) {
            search = null;
        }
        return before;
    }

    long longest(ToLongFunction<Engine> value) {
        return engines.stream().mapToLong(value).max().orElse(0);
    }

    long sum(ToLongFunction<Engine> value) {
        return engines.stream().mapToLong(value).sum();
    }

    /** Waits for a search that is under way, for a bounded time. */
    void close() {
        EngineSearch last;
        synchronized (this) {
            closed = true;
            last = search;
            search = null;
        }
        Throwable failure = null;
        for (Engine each : engines) {
            try {
                each.close();
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }
        if (last != null) {
            last.close();
        }
        if (failure instanceof Error error) {
            throw error;
        } else if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
