package io.halfshake.cli;

import io.halfshake.EngineUnavailableException;
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

/** The commands, without the process around them. */
final class CommandLineApplication {
    private final Surroundings surroundings;

    CommandLineApplication(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Runs a command. Whatever goes wrong ends as a line on standard error; only a fault of ours shows a stack trace.
     *
     * @return the exit status
     */
    int run(String... arguments) {
        CommandLine commandLine = commandLine();
        try {
            return run(commandLine, commandLine.parseArgs(arguments));
        } catch (ParameterException e) {
            String command = e.getCommandLine().getCommandSpec().qualifiedName(" ");
            return failed(misuse(e, command));
        } catch (CommandException | EngineUnavailableException e) {
            return failed(Texts.cause(e));
        } catch (OutputException e) {
            return e.readerWentAway() ? ExitStatus.CLOSED_OUTPUT : failed(Texts.cause(e));
        } catch (RuntimeException | Error e) {
            e.printStackTrace(surroundings.stderr());
            return ExitStatus.FAULT;
        }
    }

    private static CommandLine commandLine() {
        CommandSpec root = CommandSpec.create().name("halfshake");
        root.addOption(Specs.help());
        root.addOption(OptionSpec.builder("-V", "--version")
                .type(boolean.class)
                .versionHelp(true)
                .description("Show the version.")
                .build());
        root.usageMessage()
                .description("Tells whether TCP endpoints answer, without the server noticing the question.");
        root.addSubcommand("check", CheckSpec.create());
        root.addSubcommand("watch", WatchSpec.create());
        root.addSubcommand("diagnose", DiagnoseSpec.create());
        root.addSubcommand("doctor", DoctorSpec.create());
        root.addSubcommand("help", help());
        return new CommandLine(root)
                .setExpandAtFiles(false)
                .setOverwrittenOptionsAllowed(false)
                .setUsageHelpWidth(100)
                .setUsageHelpLongOptionsMaxWidth(30);
    }

    private static CommandSpec help() {
        CommandSpec spec = CommandSpec.create().name("help");
        spec.usageMessage().description("Shows what a command does and takes.");
        spec.addOption(Specs.help());
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
            throw new CommandException("COMMAND: none (expected check, watch, diagnose, doctor or help)");
        }
        CommandLine subcommand = command.commandSpec().commandLine();
        if (command.isUsageHelpRequested()) {
            return usage(subcommand);
        }
        return switch (command.commandSpec().name()) {
            case "check" -> new CheckRun(CheckOptions.from(command), surroundings).run();
            case "watch" -> new WatchRun(WatchOptions.from(command), surroundings).run();
            case "diagnose" -> new DiagnoseRun(DiagnoseOptions.from(command), surroundings).run();
            case "doctor" -> new DoctorRun(Specs.isSet(command, "--json"), surroundings).run();
            default -> help(commandLine, command.matchedPositionalValue(0, null));
        };
    }

    private int help(CommandLine commandLine, @Nullable String command) {
        if (command == null) {
            return usage(commandLine);
        }
        CommandLine subcommand = commandLine.getSubcommands().get(command);
        if (subcommand == null) {
            throw CommandException.wrong("COMMAND", command, "check, watch, diagnose, doctor or help");
        }
        return usage(subcommand);
    }

    private int usage(CommandLine commandLine) {
        return print(commandLine.getUsageMessage(CommandLine.Help.Ansi.OFF));
    }

    private int print(String text) {
        new Output(surroundings.stdout(), 0).line(text.getBytes(StandardCharsets.UTF_8), 0);
        return ExitStatus.ALL_UP;
    }

    private int failed(String message) {
        PrintStream stderr = surroundings.stderr();
        stderr.println("halfshake: " + message);
        stderr.flush();
        return ExitStatus.USAGE;
    }

    private static String misuse(ParameterException e, String command) {
        String hint = " (expected what \"" + command + " --help\" shows)";
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
