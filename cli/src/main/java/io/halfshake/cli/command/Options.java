package io.halfshake.cli.command;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * Options for picocli, made by calling it: its annotations take a third longer to start. Values stay text, so that
 * every error message is written here.
 */
public final class Options {
    public static final String DEFAULT_CHECK_TIMEOUT = "500ms";

    private Options() {}

    public static OptionSpec value(String label, String description, String... names) {
        return OptionSpec.builder(names)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    public static OptionSpec flag(String description, String... names) {
        return OptionSpec.builder(names)
                .type(boolean.class)
                .description(description)
                .build();
    }

    /** Any number of arguments. */
    public static PositionalParamSpec targets(String label, String description) {
        return PositionalParamSpec.builder()
                .paramLabel(label)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .description(description)
                .build();
    }

    /** Whether a flag was given, and not as {@code --flag=false}. */
    public static boolean isSet(ParseResult parsed, String name) {
        return parsed.matchedOptionValue(name, false);
    }

    public static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .type(boolean.class)
                .usageHelp(true)
                .description("Show this text.")
                .build();
    }

    /**
     * Reads a number.
     *
     * @throws CommandException if it is not from 1 to {@code most}
     */
    public static long number(String name, String text, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The same rule was broken.
        }
        throw CommandException.invalid(name, text, "a whole number from 1 to " + most);
    }
}
