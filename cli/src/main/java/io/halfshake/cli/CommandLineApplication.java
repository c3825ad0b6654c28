package io.halfshake.cli;

import io.halfshake.EngineUnavailableException;
import io.halfshake.cli.check.CheckCommand;
import io.halfshake.cli.check.CheckOptions;
import io.halfshake.cli.check.CheckSpec;
import io.halfshake.cli.command.CommandException;
import io.halfshake.cli.command.Environment;
import io.halfshake.cli.command.ExitStatus;
import io.halfshake.cli.command.Options;
import io.halfshake.cli.command.Version;
import io.halfshake.cli.diagnose.DiagnoseCommand;
import io.halfshake.cli.diagnose.DiagnoseOptions;
import io.halfshake.cli.diagnose.DiagnoseSpec;
import io.halfshake.cli.doctor.DoctorCommand;
import io.halfshake.cli.doctor.DoctorSpec;
import io.halfshake.cli.serve.ServeCommand;
import io.halfshake.cli.serve.ServeSpec;
import io.halfshake.cli.terminal.Output;
import io.halfshake.cli.terminal.OutputException;
import io.halfshake.cli.terminal.Texts;
import io.halfshake.cli.watch.WatchCommand;
import io.halfshake.cli.watch.WatchOptions;
import io.halfshake.cli.watch.WatchSpec;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands, without the process that runs them. */
final class CommandLineApplication {
    private static final String TRACE = "HALFSHAKE_TRACE";

    private final Environment environment;

    CommandLineApplication(Environment environment) {
        this.environment = environment;
    }

    /**
     * Runs a command. Errors are one line on standard error, internal ones too unless their stack trace is asked for.
     *
     * @return the exit status
     */
    int run(String... arguments) {
        CommandLine commandLine = commandLine();
        try {
            return run(commandLine, commandLine.parseArgs(arguments));
        } catch (ParameterException e) {
            String command = e.getCommandLine().getCommandSpec().qualifiedName(" ");
            return printError(usageError(e, command));
        } catch (CommandException | EngineUnavailableException e) {
            return printError(Texts.cause(e));
        } catch (OutputException e) {
            return e.isClosedPipe() ? ExitStatus.CLOSED_OUTPUT : printError(Texts.cause(e));
        } catch (OutOfMemoryError e) {
            environment
                    .stderr()
                    .println("halfshake: out of memory: " + Texts.cause(e)
                            + " (-Xmx in HALFSHAKE_JAVA_OPTS sets the limit)");
            return ExitStatus.INTERNAL_ERROR;
        } catch (RuntimeException | Error e) {
            return printInternalError(e);
        }
    }

    static CommandLine commandLine() {
        CommandSpec root = CommandSpec.create().name("halfshake");
        root.addOption(Options.help());
        root.addOption(OptionSpec.builder("-V", "--version")
                .type(boolean.class)
                .versionHelp(true)
                .description("Show the version.")
                .build());
        root.usageMessage()
                .description("Checks TCP endpoints without completing a connection, so that servers do not notice.")
                .footer(
                        "",
                        "Environment:",
                        "  JAVA_HOME            the JDK to use; otherwise the java on the PATH",
                        "  HALFSHAKE_JAVA_OPTS  options for the JVM, for instance -Dhalfshake.engine.half-open=off",
                        "  HALFSHAKE_TRACE      if not empty, an internal error is followed by its stack trace");
        root.addSubcommand("check", CheckSpec.create());
        root.addSubcommand("watch", WatchSpec.create());
        root.addSubcommand("diagnose", DiagnoseSpec.create());
        root.addSubcommand("doctor", DoctorSpec.create());
        root.addSubcommand("serve", ServeSpec.create());
        root.addSubcommand("help", help());
        return new CommandLine(root)
                .setExpandAtFiles(false)
                .setOverwrittenOptionsAllowed(false)
                .setUsageHelpWidth(100)
                .setUsageHelpLongOptionsMaxWidth(30);
    }

    private static CommandSpec help() {
        CommandSpec spec = CommandSpec.create().name("help");
        spec.usageMessage().description("Shows the help of a command.");
        spec.addOption(Options.help());
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("COMMAND")
                .type(String.class)
                .arity("0..1")
                .description("The command. Default: the list of commands.")
                .build());
        return spec;
    }

    private int run(CommandLine commandLine, ParseResult parsed) {
        ParseResult command = parsed.subcommand();
        if (parsed.isUsageHelpRequested()) {
            return usage(commandLine);
        }
        if (parsed.isVersionHelpRequested()) {
            return print("halfshake " + Version.text() + "\n");
        }
        if (command == null) {
            throw new CommandException("COMMAND: none (expected check, watch, diagnose, doctor, serve or help)");
        }
        CommandLine subcommand = command.commandSpec().commandLine();
        if (command.isUsageHelpRequested()) {
            return usage(subcommand);
        }
        return switch (command.commandSpec().name()) {
            case "check" -> new CheckCommand(CheckOptions.from(command), environment).run();
            case "watch" -> new WatchCommand(WatchOptions.from(command), environment).run();
            case "diagnose" -> new DiagnoseCommand(DiagnoseOptions.from(command), environment).run();
            case "doctor" -> new DoctorCommand(Options.isSet(command, "--json"), environment).run();
            case "serve" -> serve(ServeCommand.from(command, environment));
            default -> help(commandLine, command.matchedPositionalValue(0, null));
        };
    }

    private static int serve(ServeCommand command) {
        StderrLoggerFinder.logAll();
        return command.run();
    }

    private int help(CommandLine commandLine, @Nullable String command) {
        if (command == null) {
            return usage(commandLine);
        }
        CommandLine subcommand = commandLine.getSubcommands().get(command);
        if (subcommand == null) {
            throw CommandException.invalid("COMMAND", command, "check, watch, diagnose, doctor, serve or help");
        }
        return usage(subcommand);
    }

    private int usage(CommandLine commandLine) {
        return print(commandLine.getUsageMessage(CommandLine.Help.Ansi.OFF));
    }

    private int print(String text) {
        new Output(environment.stdout(), 0).line(text.getBytes(StandardCharsets.UTF_8), 0);
        return ExitStatus.ALL_UP;
    }

    private int printError(String message) {
        PrintStream stderr = environment.stderr();
        stderr.println("halfshake: " + message);
        stderr.flush();
        return ExitStatus.ERROR;
    }

    private int printInternalError(Throwable error) {
        PrintStream stderr = environment.stderr();
        StackTraceElement[] trace = error.getStackTrace();
        stderr.println("halfshake: internal error: " + Texts.visible(error.toString())
                + (trace.length == 0 ? "" : " at " + trace[0])
                + " (a defect; please report it, with the stack trace that " + TRACE + "=1 in the environment adds)");
        if (!environment.variables().getOrDefault(TRACE, "").isEmpty()) {
            error.printStackTrace(stderr);
        }
        return ExitStatus.INTERNAL_ERROR;
    }

    private static String usageError(ParameterException e, String command) {
        String hint = " (see \"" + command + " --help\")";
        if (e instanceof UnmatchedArgumentException unmatched) {
            String argument = Texts.visible(unmatched.getUnmatched().get(0));
            return (argument.startsWith("-") ? "option: \"" : "argument: \"") + argument + "\"" + hint;
        }
        if (e instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            return missing.getMissing().get(0).paramLabel() + ": none" + hint;
        }
        if (e instanceof OverwrittenOptionException twice && twice.getOverwritten() instanceof OptionSpec option) {
            return option.longestName() + ": given more than once (expected once)";
        }
        return Texts.visible(Texts.cause(e)) + hint;
    }
}
