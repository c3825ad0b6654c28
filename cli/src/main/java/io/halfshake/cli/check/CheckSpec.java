package io.halfshake.cli.check;

import io.halfshake.cli.command.Options;
import picocli.CommandLine.Model.CommandSpec;

/** The options of {@code check}, and its help. */
public final class CheckSpec {
    private CheckSpec() {}

    public static CommandSpec create() {
        CommandSpec spec = CommandSpec.create().name("check");
        spec.addOption(Options.value(
                "DURATION",
                "The time limit of each check, name resolution included. A whole number and a unit: us, ms, s, m or h."
                        + " Default: " + Options.DEFAULT_CHECK_TIMEOUT + ".",
                "-t",
                "--timeout"));
        spec.addOption(Options.value(
                "COUNT", "The number of checks of each target; targets take turns. Default: 1.", "-n", "--count"));
        spec.addOption(Options.value(
                "IN_FLIGHT",
                "The number of checks in flight. Default: 1000, or the engine's limit if that is lower. A value over the"
                        + " limit is an error.",
                "-c",
                "--in-flight"));
        spec.addOption(Options.value(
                "ENGINE",
                "auto, or an engine's name: half-open, syn, connect or echo. auto, the default, takes the better of"
                        + " half-open and connect that works on this machine; syn and echo may need privileges, and echo"
                        + " checks hosts, not ports. \"halfshake doctor\" shows which engines work.",
                "-e",
                "--engine"));
        spec.addOption(Options.value(
                "FILE",
                "Also check the targets in FILE, one per line; - is standard input. Blank lines and lines that start"
                        + " with # are skipped. Invalid lines are reported, the first 20 in full; the other lines are"
                        + " checked.",
                "-f",
                "--file"));
        spec.addOption(Options.flag(
                "Write a line of JSON for each result, and nothing else on standard output. Times are in microseconds,"
                        + " with nanoseconds as decimals. \"signal\" is what decided: syn_ack, rst, icmp, none (no answer) or"
                        + " local (this machine). \"handshake\" is full if a connection was or may have been completed, else"
                        + " half. \"syns\" is the number of SYNs known to have been sent, or of requests with -e echo."
                        + " \"clock\" is where the round trip was measured: kernel, user_space (this process, including"
                        + " scheduling delay) or none (no round trip). \"systemCall\" and \"errno\" are the call that"
                        + " reported an error, and the error's name, where known. The summary goes to standard error, with"
                        + " -q or if that is a terminal.",
                "--json"));
        spec.addOption(Options.flag("Write only the summary.", "-q", "--quiet"));
        spec.addOption(Options.help());
        spec.addPositional(
                Options.targets("TARGET", "host:port, or [address]:port for IPv6; only the host with -e echo."));
        describe(spec);
        return spec;
    }

    private static void describe(CommandSpec spec) {
        spec.usageMessage()
                .description("Checks whether TCP endpoints answer, without completing a connection where possible.")
                .footer(
                        "",
                        "A target is up (it answered), down (it refused, did not answer, or the network reported it as"
                                + " unreachable), or unknown (a problem on this machine prevented an answer).",
                        "",
                        "Exit status:",
                        "  0    all up",
                        "  1    some down",
                        "  2    invalid arguments, an invalid line in FILE, no target, or output that cannot be written",
                        "  3    none down, some unknown",
                        "  70   an internal error, or Java did not start or ended before the command did",
                        "       (128 plus the number of the signal that killed it)",
                        "  130  interrupted (143 by SIGTERM, 129 by SIGHUP); the summary so far is on standard error",
                        "  141  standard output was closed");
    }
}
