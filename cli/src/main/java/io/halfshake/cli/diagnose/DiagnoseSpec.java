package io.halfshake.cli.diagnose;

import io.halfshake.cli.command.Options;
import picocli.CommandLine.Model.CommandSpec;

/** The options of {@code diagnose}, and its help. */
public final class DiagnoseSpec {
    private DiagnoseSpec() {}

    public static CommandSpec create() {
        CommandSpec spec = CommandSpec.create().name("diagnose");
        spec.addOption(Options.value(
                "DURATION",
                "The time limit of each diagnosis, name resolution included. A whole number and a unit: us, ms, s, m or"
                        + " h. Default: " + DiagnoseOptions.DEFAULT_TIMEOUT + ".",
                "-t",
                "--timeout"));
        spec.addOption(Options.value(
                "ENGINE",
                "The engine that checks the ports: auto, half-open, syn or connect. auto, the default, takes the better"
                        + " of half-open and connect that works on this machine; \"halfshake doctor\" shows which engines work.",
                "-e",
                "--engine"));
        spec.addOption(Options.flag(
                "Write a line of JSON for each target, with results as \"check --json\" writes them. Times are in"
                        + " microseconds, with nanoseconds as decimals.",
                "--json"));
        spec.addOption(Options.help());
        spec.addPositional(Options.targets(
                "HOST[:PORT]", "A name or an address, with or without a port; [address]:port for IPv6."));
        describe(spec);
        return spec;
    }

    private static void describe(CommandSpec spec) {
        spec.usageMessage()
                .description("Finds out whether a service or its whole host is down, with the evidence.")
                .footer(
                        "",
                        "Checks the port, two ports of the same host on which nothing should listen (different ones each"
                                + " time, from 29170 to 29899), and the host by ICMP echo if that works on this machine.",
                        "",
                        "Exit status:",
                        "  0    all services or hosts up",
                        "  1    some service or host down",
                        "  2    invalid arguments, or output that cannot be written",
                        "  3    none down, some intercepted or inconclusive",
                        "  70   an internal error, or Java did not start or ended before the command did",
                        "       (128 plus the number of the signal that killed it)",
                        "  130  interrupted (143 by SIGTERM, 129 by SIGHUP)",
                        "  141  standard output was closed");
    }
}
