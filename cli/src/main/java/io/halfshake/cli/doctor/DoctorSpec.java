package io.halfshake.cli.doctor;

import io.halfshake.cli.command.Options;
import picocli.CommandLine.Model.CommandSpec;

/** The options of {@code doctor}, and its help. */
public final class DoctorSpec {
    private DoctorSpec() {}

    public static CommandSpec create() {
        CommandSpec spec = CommandSpec.create().name("doctor");
        spec.addOption(Options.flag("Write one line of JSON.", "--json"));
        spec.addOption(Options.help());
        spec.usageMessage()
                .description(
                        "Shows which engines work on this machine and the evidence for it, which one is the default and why,"
                                + " and facts about the machine for a support case.")
                .footer(
                        "",
                        "Exit status:",
                        "  0    checks are half open: servers do not notice them",
                        "  1    checks complete a connection, or no engine works",
                        "  2    invalid arguments, or output that cannot be written",
                        "  70   an internal error, or Java did not start or ended before the command did",
                        "       (128 plus the number of the signal that killed it)",
                        "  141  standard output was closed");
        return spec;
    }
}
