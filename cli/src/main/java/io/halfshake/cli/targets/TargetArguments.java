package io.halfshake.cli.targets;

import io.halfshake.cli.command.CommandException;
import io.halfshake.cli.terminal.Texts;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Validates the targets on the command line before anything is checked. */
public final class TargetArguments {
    private static final String NEXT_LINE = System.lineSeparator() + "halfshake: ";

    private TargetArguments() {}

    /**
     * Requires at least one target, and all to be valid.
     *
     * @param file the file of more targets; null if none
     * @param validator throws if its argument is not a target
     * @throws CommandException with the invalid targets
     */
    public static void require(List<String> targets, @Nullable String file, Consumer<String> validator) {
        if (targets.isEmpty() && file == null) {
            throw new CommandException("TARGET: none (expected at least one, or -f FILE)");
        }
        requireWellFormed(targets, validator);
    }

    /**
     * Requires all targets to be valid.
     *
     * @param validator throws if its argument is not a target
     * @throws CommandException with the invalid targets
     */
    public static void requireWellFormed(List<String> targets, Consumer<String> validator) {
        StringBuilder errors = new StringBuilder();
        int count = 0;
        for (String target : targets) {
            try {
                validator.accept(target);
            } catch (IllegalArgumentException e) {
                if (++count <= LineErrors.MAX_SHOWN) {
                    errors.append(count == 1 ? "" : NEXT_LINE).append(Texts.cause(e));
                }
            }
        }
        if (count > LineErrors.MAX_SHOWN) {
            errors.append(NEXT_LINE).append(LineErrors.more(count));
        }
        if (errors.length() > 0) {
            throw new CommandException(errors.toString());
        }
    }
}
