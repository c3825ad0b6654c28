package io.halfshake.cli;

import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Options for picocli, made by calling it: its annotations take a third longer to start. Values stay text, so that
 * every error text is ours.
 */
final class Specs {
    private Specs() {}

    static OptionSpec value(String label, String description, String... names) {
        return OptionSpec.builder(names)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    static OptionSpec flag(String description, String... names) {
        return OptionSpec.builder(names)
                .type(boolean.class)
                .description(description)
                .build();
    }

    /** Whether a flag was given, and not as {@code --flag=false}. */
    static boolean isSet(ParseResult parsed, String name) {
        return parsed.matchedOptionValue(name, false);
    }

    static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .type(boolean.class)
                .usageHelp(true)
                .description("Show this text.")
                .build();
    }
}
