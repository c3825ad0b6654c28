package io.halfshake.cli;

import java.io.Serial;
import java.util.List;
import java.util.function.Consumer;

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

    /**
     * Throws one exception for all texts that break a rule, if there are any.
     *
     * @param rule throws {@link IllegalArgumentException} for a text that breaks it
     */
    static void throwForWrong(List<String> texts, Consumer<String> rule) {
        StringBuilder wrong = new StringBuilder();
        for (String text : texts) {
            try {
                rule.accept(text);
            } catch (IllegalArgumentException e) {
                wrong.append(wrong.length() == 0 ? "" : System.lineSeparator() + "halfshake: ")
                        .append(Texts.cause(e));
            }
        }
        if (wrong.length() > 0) {
            throw new CommandException(wrong.toString());
        }
    }
}
