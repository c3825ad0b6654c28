package io.halfshake.cli;

import picocli.CommandLine.Model.OptionSpec;

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

    static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .type(boolean.class)
                .usageHelp(true)
                .description("Show this text.")
                .build();
    }
}
