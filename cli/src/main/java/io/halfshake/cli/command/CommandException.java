package io.halfshake.cli.command;

import io.halfshake.cli.terminal.Texts;
import java.io.Serial;

/** An error that the user can fix; its message, all that is printed, has name, value and rule. */
public final class CommandException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public CommandException(String message) {
        super(message);
    }

    public static CommandException invalid(String name, String value, String rule) {
        return new CommandException(name + ": \"" + Texts.visible(value) + "\" (expected " + rule + ")");
    }
}
