package io.halfshake.cli;

import picocli.AutoComplete;

/** The script by which bash completes commands and options, for packages to install. */
public final class BashCompletion {
    private BashCompletion() {}

    /**
     * The script for a program called {@code halfshake}.
     *
     * @return to be read by a shell, and not a program: without a first line that names an interpreter
     */
    public static String script() {
        String program = AutoComplete.bash("halfshake", CommandLineApplication.commandLine());
        return program.substring(program.indexOf('\n') + 1);
    }
}
