package io.halfshake.cli;

import picocli.CommandLine.Model.CommandSpec;

/** What {@code doctor} takes, and what {@code doctor --help} says. */
final class DoctorSpec {
    private DoctorSpec() {}

    static CommandSpec create() {
        CommandSpec spec = CommandSpec.create().name("doctor");
        spec.addOption(Specs.flag("Write one line of JSON.", "--json"));
        spec.addOption(Specs.help());
        spec.usageMessage()
                .description(
                        "Shows which engines work on this machine and how that was found, which one is taken, why not"
                                + " a better one, and what a support case wants to know about the machine.")
                .footer(
                        "",
                        "Exit status:",
                        "  0    checks are half open: servers do not notice them",
                        "  1    checks complete a connection, or there is no engine at all",
                        "  2    misuse");
        return spec;
    }
}
