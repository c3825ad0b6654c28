package io.halfshake.cli;

/** What the process tells the shell. */
final class ExitStatus {
    static final int ALL_UP = 0;
    static final int SOME_DOWN = 1;
    /** Misuse, bad lines in a file of targets, an engine that is not there, output that cannot be written. */
    static final int USAGE = 2;

    static final int SOME_UNKNOWN = 3;
    /** EX_SOFTWARE of sysexits.h: a fault of ours, which must not look like a finding. */
    static final int FAULT = 70;
    /** 128 + SIGPIPE, as a shell reports for programs that the signal ends. The JVM ignores that signal. */
    static final int CLOSED_OUTPUT = 141;

    private ExitStatus() {}
}
