package io.halfshake.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What {@code check} takes, and what {@code check --help} says. */
final class CheckSpec {
    private CheckSpec() {}

    static CommandSpec create() {
        CommandSpec spec = CommandSpec.create().name("check");
        spec.addOption(Specs.value(
                "DURATION",
                "How long each check may take, name resolution included. A whole number and a unit: us, ms, s, m or h."
                        + " Default: " + CheckOptions.DEFAULT_TIMEOUT + ".",
                "-t",
                "--timeout"));
        spec.addOption(
                Specs.value("COUNT", "Check each target so often, all of them in turn. Default: 1.", "-n", "--count"));
        spec.addOption(Specs.value(
                "IN_FLIGHT",
                "How many checks may run at once. Default: 1000, or as many as the engine can hold; more is an error.",
                "-c",
                "--in-flight"));
        spec.addOption(Specs.value(
                "ENGINE",
                "auto, or an engine's name: half-open, syn, connect or echo. auto, the default, takes the better of"
                        + " half-open and connect that works here; syn and echo may need privileges, and echo asks hosts,"
                        + " not ports. \"halfshake doctor\" tells which work.",
                "-e",
                "--engine"));
        spec.addOption(Specs.value(
                "FILE",
                "Also check the targets in FILE, one a line; - is standard input. Blank lines and lines that start"
                        + " with # are skipped. A line that is no target is reported, the others are checked.",
                "-f",
                "--file"));
        spec.addOption(Specs.flag(
                "Write a line of JSON for each result. Times are microseconds, with nanoseconds as decimals. Standard"
                        + " output then holds nothing else; the summary goes to standard error, with -q or where that"
                        + " is a terminal.",
                "--json"));
        spec.addOption(Specs.flag("Write no results, the summary only.", "-q", "--quiet"));
        spec.addOption(Specs.help());
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("TARGET")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .description("host:port, or [address]:port for IPv6; with -e echo the host alone.")
                .build());
        describe(spec);
        return spec;
    }

    private static void describe(CommandSpec spec) {
        spec.usageMessage()
                .description(
                        "Tells whether TCP endpoints answer, without completing a connection where that is possible.")
                .footer(
                        "",
                        "A check finds its target up (it answered), down (it refused, stayed silent, or the network says"
                                + " that it cannot be reached), or unknown (something on this machine was in the way).",
                        "",
                        "Exit status:",
                        "  0    all up",
                        "  1    some down",
                        "  2    misuse, a line of FILE that is no target, or no target at all",
                        "  3    none down, some unknown",
                        "  70   a fault in this program",
                        "  130  interrupted (143 or 129 by SIGTERM or SIGHUP); the summary so far is on standard error",
                        "  141  nobody reads standard output any more");
    }
}
