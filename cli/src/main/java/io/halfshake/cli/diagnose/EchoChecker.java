package io.halfshake.cli.diagnose;

import io.halfshake.Checker;
import io.halfshake.EngineStatus;
import io.halfshake.EngineUnavailableException;
import io.halfshake.cli.command.CheckerFactory;
import io.halfshake.cli.command.EngineOption;
import io.halfshake.cli.terminal.Texts;
import org.jspecify.annotations.Nullable;

/**
 * The checker that sends echo requests.
 *
 * @param checker null if echo does not work on this machine
 * @param unavailableCause why it does not; empty if it does
 */
record EchoChecker(@Nullable Checker checker, String unavailableCause) implements AutoCloseable {
    static EchoChecker open(CheckerFactory checkers) {
        try {
            return new EchoChecker(checkers.open(EngineOption.ECHO, null), "");
        } catch (EngineUnavailableException e) {
            return new EchoChecker(null, unavailableCause(checkers, e));
        }
    }

    /** The engine's own message, without that of the search for an engine. */
    private static String unavailableCause(CheckerFactory checkers, EngineUnavailableException failure) {
        for (EngineStatus engine : checkers.engines()) {
            String cause = engine.availability().cause();
            if (engine.name().equals(EngineOption.ECHO) && cause != null) {
                return cause;
            }
        }
        return Texts.cause(failure);
    }

    @Override
    public void close() {
        if (checker != null) {
            checker.close();
        }
    }
}
