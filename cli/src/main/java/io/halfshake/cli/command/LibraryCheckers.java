package io.halfshake.cli.command;

import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import io.halfshake.EngineStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checkers as {@code halfshake-core} makes them. */
final class LibraryCheckers implements CheckerFactory {

    @Override
    public Checker open(@Nullable String engine, @Nullable Integer maxInFlight) {
        CheckerBuilder builder = Checker.builder();
        if (engine != null) {
            builder.engine(engine);
        }
        if (maxInFlight != null) {
            builder.maxInFlight(maxInFlight);
        }
        return builder.build();
    }

    @Override
    public List<EngineStatus> engines() {
        return Checker.engines();
    }
}
