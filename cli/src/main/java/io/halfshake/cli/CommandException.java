package io.halfshake.cli;

import java.io.Serial;

/** Something the user can put right; its text carries name, value and rule, and is all that the user gets to see. */
final class CommandException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    CommandException(String message) {
        super(message);
    }

    static CommandException wrong(String name, String value, String rule) {
        return new CommandException(name + ": \"" + Texts.visible(value) + "\" (expected " + rule + ")");
    }
}
