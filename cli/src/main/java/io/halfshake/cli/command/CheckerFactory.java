package io.halfshake.cli.command;

import io.halfshake.Checker;
import io.halfshake.EngineStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens checkers. */
public interface CheckerFactory {

    /**
     * Opens a checker.
     *
     * @param engine the engine's name; null for the best one present
     * @param maxInFlight the number of checks in flight; null for the library's default
     */
    Checker open(@Nullable String engine, @Nullable Integer maxInFlight);

    /** Every engine present, in order of preference. */
    List<EngineStatus> engines();

    /** Opens the library's checkers. */
    static CheckerFactory library() {
        return new LibraryCheckers();
    }
}
