package io.halfshake.cli;

import io.halfshake.Checker;
import io.halfshake.EngineStatus;
import io.halfshake.EngineUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * What sends echo requests.
 *
 * @param checker null if this machine cannot
 * @param trouble why it cannot
 */
record EchoChecker(@Nullable Checker checker, String trouble) implements AutoCloseable {
    static EchoChecker open(CheckerFactory checkers) {
        try {
            return new EchoChecker(checkers.open(CheckOptions.ECHO, null), "");
        } catch (EngineUnavailableException e) {
            return new EchoChecker(null, trouble(checkers, e));
        }
    }

    /** The engine's own words, without those of whoever looked for it. */
    private static String trouble(CheckerFactory checkers, EngineUnavailableException failure) {
        for (EngineStatus engine : checkers.engines()) {
            String cause = engine.availability().cause();
            if (engine.name().equals(CheckOptions.ECHO) && cause != null) {
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
