package io.halfshake.cli;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The targets on the command line, of which one that is wrong is refused before anything is asked. */
final class TargetArguments {
    private TargetArguments() {}

    /**
     * Checks that there is something to ask, and that all of it can be asked.
     *
     * @param file where more targets are; null if nowhere
     * @param syntax throws if what it is given is no target
     * @throws CommandException with every target that is wrong
     */
    static void require(List<String> targets, @Nullable String file, Consumer<String> syntax) {
        if (targets.isEmpty() && file == null) {
            throw new CommandException("TARGET: none (expected at least one, or -f FILE)");
        }
        requireWellFormed(targets, syntax);
    }

    /**
     * Checks that all of it can be asked.
     *
     * @param syntax throws if what it is given is no target
     * @throws CommandException with every target that is wrong
     */
    static void requireWellFormed(List<String> targets, Consumer<String> syntax) {
        StringBuilder wrong = new StringBuilder();
        for (String target : targets) {
            try {
                syntax.accept(target);
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
