package io.halfshake.cli.serve;

import io.halfshake.cli.command.Options;
import picocli.CommandLine.Model.CommandSpec;

/** The options of {@code serve}, and its help. */
public final class ServeSpec {
    private ServeSpec() {}

    public static CommandSpec create() {
        CommandSpec spec = CommandSpec.create().name("serve");
        spec.addOption(
                Options.value("FILE", "The configuration, in YAML. docs/serve.md describes it.", "-c", "--config"));
        spec.addOption(Options.flag(
                "Read the configuration, write its errors and warnings to standard error, try the engine of -e, and end.",
                "--check-config"));
        spec.addOption(Options.value(
                "ENGINE",
                "auto, or an engine's name: half-open, syn or connect. \"halfshake doctor\" shows which engines work.",
                "-e",
                "--engine"));
        spec.addOption(Options.help());
        spec.usageMessage()
                .description(
                        "Watches the targets of a configuration file until it is stopped. Serves what it finds by HTTP: a"
                                + " page for browsers, a JSON API, events and badges, /metrics and /probe for Prometheus,"
                                + " /-/healthy and /-/ready. Sends alerts to the sinks of the file.")
                .footer(
                        "",
                        "The configuration is read again when one of its files has changed, on SIGHUP, and on POST"
                                + " /-/reload. One with an error changes nothing, and is reported on standard error.",
                        "",
                        "Exit status:",
                        "  0    --check-config: the configuration has no error",
                        "  2    invalid arguments, an error in the configuration, or an address that is not free",
                        "  70   an internal error, or Java did not start or ended before the command did",
                        "       (128 plus the number of the signal that killed it)",
                        "  130  stopped by SIGINT (143 by SIGTERM)");
        return spec;
    }
}
