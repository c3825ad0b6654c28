package io.halfshake.cli;

import io.halfshake.Checker;
import io.halfshake.EngineStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where checkers come from. */
interface CheckerFactory {

    /**
     * Opens a checker.
     *
     * @param engine the engine's name; null for the best one present
     * @param maxInFlight how many checks at once; null for the library's default
     */
    Checker open(@Nullable String engine, @Nullable Integer maxInFlight);

    /** Every engine present, in order of preference. */
    List<EngineStatus> engines();

    /** The library's. */
    static CheckerFactory library() {
        return new LibraryCheckers();
    }
}
