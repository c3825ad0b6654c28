package io.halfshake.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What {@code watch} takes, and what {@code watch --help} says. */
final class WatchSpec {
    private WatchSpec() {}

    static CommandSpec create() {
        CommandSpec spec = CommandSpec.create().name("watch");
        spec.addOption(Specs.value(
                "DURATION",
                "Check each target so often. A whole number and a unit: us, ms, s, m or h; 10ms or more. Default: "
                        + WatchOptions.DEFAULT_INTERVAL + ".",
                "-i",
                "--interval"));
        spec.addOption(Specs.value(
                "DURATION",
                "How long each check may take, name resolution included; at most the interval. Default: "
                        + CheckOptions.DEFAULT_TIMEOUT + ", or the interval if that is shorter.",
                "-t",
                "--timeout"));
        thresholds(spec);
        spec.addOption(Specs.value(
                "ENGINE",
                "auto, or an engine's name: half-open, syn, connect or echo, which asks hosts, not ports; \"halfshake"
                        + " doctor\" tells which work.",
                "-e",
                "--engine"));
        spec.addOption(Specs.value(
                "FILE",
                "Also watch the targets in FILE, as \"check\" reads it; - is standard input, read to its end first.",
                "-f",
                "--file"));
        endings(spec);
        outputs(spec);
        spec.addOption(Specs.help());
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("TARGET")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .description("host:port, or [address]:port for IPv6. A name is resolved anew for each check, as far as"
                        + " the JVM's own memory of 30 seconds lets it.")
                .build());
        describe(spec);
        return spec;
    }

    private static void thresholds(CommandSpec spec) {
        spec.addOption(Specs.value(
                "COUNT",
                "So many checks in a row must succeed before a target that is down is up. Default: 1, which shows what"
                        + " is seen. The bounds of an outage are those of the first check in the row.",
                "--rise"));
        spec.addOption(Specs.value(
                "COUNT",
                "So many checks in a row must fail before a target that is up is down. Default: 1. While a row is too"
                        + " short to decide, checks come five times as often, at most every 100 ms.",
                "--fall"));
    }

    private static void endings(CommandSpec spec) {
        spec.addOption(Specs.value("DURATION", "End after this long. Default: at Ctrl-C.", "--for"));
        spec.addOption(Specs.flag("End when a target is down; at once if one is down already.", "--until-down"));
        spec.addOption(Specs.flag(
                "End when an outage is over: wait until a target is down, if none is, and then until none is down any"
                        + " more. How long does a fail-over take? Start this, and make it fail over. With --until-down,"
                        + " an outage that was there at the start does not count: the next one is waited for.",
                "--until-up"));
    }

    private static void outputs(CommandSpec spec) {
        spec.addOption(Specs.flag(
                "Write a line of JSON for each transition, and one for each target at the end; \"type\" is transition,"
                        + " unknown (the first check of a target could not tell) or report. Durations are microseconds,"
                        + " with nanoseconds as decimals; moments are UTC.",
                "--json"));
        spec.addOption(Specs.flag("Show the report at the end, and nothing before.", "-q", "--quiet"));
    }

    private static void describe(CommandSpec spec) {
        spec.usageMessage()
                .description(
                        "Checks targets again and again: shows a table on a terminal, and elsewhere a line for each"
                                + " transition from one state to another, the first one included. At the end, on Ctrl-C too,"
                                + " reports each outage.")
                .footer(
                        "",
                        "An outage began between the last check that succeeded and the answer of the first that failed,"
                                + " and ended the other way round: it is known to an interval and a round trip at each"
                                + " end, or a timeout where there is no answer. A shorter interval tells more exactly."
                                + " Unobserved is the time in which this program did not or could not look.",
                        "",
                        "In the table, a bar in the middle is a target's usual round trip, and a full one twice that or"
                                + " more; then come failed checks (a cross, or !) and those that could not tell (?)."
                                + " Lost is the part of the checks that failed.",
                        "",
                        "Exit status:",
                        "  0    what --until-down or --until-up waits for has come; without them: no outage",
                        "  1    --for was over before that; without them: an outage",
                        "  2    misuse, a line of FILE that is no target, or no target at all",
                        "  3    no outage, and some target of which nothing was ever learned",
                        "  70   a fault in this program",
                        "  130  interrupted (143 or 129 by SIGTERM or SIGHUP); the report is on standard output",
                        "  141  nobody reads standard output any more");
    }
}
