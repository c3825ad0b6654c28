package io.halfshake.cli.watch;

import io.halfshake.cli.command.Options;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of {@code watch}, and its help. */
public final class WatchSpec {
    private WatchSpec() {}

    public static CommandSpec create() {
        CommandSpec spec = CommandSpec.create().name("watch");
        spec.addOption(Options.value(
                "DURATION",
                "The time between checks of a target. A whole number and a unit: us, ms, s, m or h; 10ms or more. Default: "
                        + WatchOptions.DEFAULT_INTERVAL + ".",
                "-i",
                "--interval"));
        spec.addOption(Options.value(
                "DURATION",
                "The time limit of each check, name resolution included; at most the interval. Default: "
                        + Options.DEFAULT_CHECK_TIMEOUT + ", or the interval if that is shorter.",
                "-t",
                "--timeout"));
        thresholds(spec);
        spec.addOption(Options.value(
                "ENGINE",
                "auto, or an engine's name: half-open, syn, connect or echo, which checks hosts, not ports. \"halfshake"
                        + " doctor\" shows which engines work.",
                "-e",
                "--engine"));
        spec.addOption(Options.value(
                "FILE",
                "Also watch the targets in FILE, in the format of \"check\"; - is standard input, read to its end first.",
                "-f",
                "--file"));
        witnesses(spec);
        endings(spec);
        outputs(spec);
        spec.addOption(Options.help());
        spec.addPositional(Options.targets(
                "TARGET",
                "host:port, or [address]:port for IPv6. Names are resolved for each check; the JVM caches them for 30"
                        + " seconds."));
        describe(spec);
        return spec;
    }

    private static void thresholds(CommandSpec spec) {
        spec.addOption(Options.value(
                "COUNT",
                "The number of successful checks in a row after which a target that was down is up. Default: 1. The"
                        + " bounds of an outage are those of the first check in the row.",
                "--rise"));
        spec.addOption(Options.value(
                "COUNT",
                "The number of failed checks in a row after which a target that was up is down. Default: 1. Until then,"
                        + " checks are five times as frequent, at most one every 100 ms.",
                "--fall"));
    }

    private static void witnesses(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--witness")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("TARGET")
                .description(
                        "A target that should always respond, such as the gateway or a name server; may be given several"
                                + " times. While too few of them respond (a refusal is a response), this machine's network is"
                                + " in doubt: targets that are silent change no state, and the time is unobserved.")
                .build());
        spec.addOption(Options.value("COUNT", "The number of witnesses that have to respond. Default: 1.", "--quorum"));
    }

    private static void endings(CommandSpec spec) {
        spec.addOption(Options.value("DURATION", "End after this time. Default: run until Ctrl-C.", "--for"));
        spec.addOption(
                Options.flag("End when a target is down; immediately if one is down at the start.", "--until-down"));
        spec.addOption(Options.flag(
                "End when an outage ends: wait until a target is down, if none is, and then until none is. To measure"
                        + " a fail-over, start this and trigger it. With --until-down, an outage that exists at the start"
                        + " does not count; the next one does.",
                "--until-up"));
    }

    private static void outputs(CommandSpec spec) {
        spec.addOption(Options.flag(
                "Write a line of JSON for each transition, and one for each target at the end. \"type\" is transition,"
                        + " unknown (the first check of a target was inconclusive), blindness (this machine's network"
                        + " is in doubt, or works again) or report. Durations are in microseconds,"
                        + " with nanoseconds as decimals; times are UTC.",
                "--json"));
        spec.addOption(Options.flag("Write only the report at the end.", "-q", "--quiet"));
        spec.addOption(Options.value(
                "FILE",
                "Also write the report to FILE, at the end or when interrupted: an HTML page with timelines and plots that"
                        + " needs no other file, for instance for a change ticket. An existing file is replaced as a"
                        + " whole.",
                "--report"));
    }

    private static void describe(CommandSpec spec) {
        spec.usageMessage()
                .description(
                        "Checks targets repeatedly. Shows a table on a terminal, otherwise a line for each transition from"
                                + " one state to another, including the first. Reports each outage at the end, also on Ctrl-C.")
                .footer(
                        "",
                        "An outage begins between the last successful check and the answer of the first failed one, and ends"
                                + " between the last failed check and the answer of the first successful one. Each end is"
                                + " accurate to an interval plus a round trip, or plus a timeout without an answer; a"
                                + " shorter interval is more accurate. Unobserved is the time without usable checks.",
                        "",
                        "In the table, a bar of half height is the target's median round trip, a full bar twice that or more;"
                                + " a cross or ! is a failed check, and ? one that does not count: it was inconclusive, or"
                                + " unobserved, which is silence while this machine's network was in doubt or this process"
                                + " was paused. LOST is the share of failed checks among those that count.",
                        "",
                        "Exit status:",
                        "  0    the condition of --until-down or --until-up was met; without them: no outage",
                        "  1    the time of --for ended before that; without them: an outage",
                        "  2    invalid arguments, an invalid line in FILE, no target, or output that cannot be written",
                        "  3    no outage, but a target without any conclusive check",
                        "  70   an internal error, or Java did not start or ended before the command did",
                        "       (128 plus the number of the signal that killed it)",
                        "  130  interrupted (143 by SIGTERM, 129 by SIGHUP), after the reports were written",
                        "  141  standard output was closed");
    }
}
