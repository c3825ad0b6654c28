package io.halfshake.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What {@code diagnose} takes, and what {@code diagnose --help} says. */
final class DiagnoseSpec {
    private DiagnoseSpec() {}

    static CommandSpec create() {
        CommandSpec spec = CommandSpec.create().name("diagnose");
        spec.addOption(Specs.value(
                "DURATION",
                "How long each diagnosis may take, name resolution included. A whole number and a unit: us, ms, s, m or"
                        + " h. Default: " + DiagnoseOptions.DEFAULT_TIMEOUT + ".",
                "-t",
                "--timeout"));
        spec.addOption(Specs.value(
                "ENGINE",
                "What asks the ports: auto, half-open, syn or connect. auto, the default, takes the better of half-open"
                        + " and connect that works here; \"halfshake doctor\" tells which work.",
                "-e",
                "--engine"));
        spec.addOption(Specs.flag(
                "Write a line of JSON for each target. Times are microseconds, with nanoseconds as decimals.",
                "--json"));
        spec.addOption(Specs.help());
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("HOST[:PORT]")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .description("A name or an address, with or without a port; [address]:port for IPv6.")
                .build());
        describe(spec);
        return spec;
    }

    private static void describe(CommandSpec spec) {
        spec.usageMessage()
                .description("Tells a service that is down from a server that is down, with the evidence.")
                .footer(
                        "",
                        "Asked are the port, two ports of the same host on which nothing should listen (others each"
                                + " time, from 29170 to 29899), and the host by ICMP echo where that works here.",
                        "",
                        "Exit status:",
                        "  0    all services or hosts up",
                        "  1    some service or host down",
                        "  2    misuse",
                        "  3    none down, some intercepted, or it cannot be told",
                        "  70   a fault in this program",
                        "  130  interrupted (143 or 129 by SIGTERM or SIGHUP)",
                        "  141  nobody reads standard output any more");
    }
}
