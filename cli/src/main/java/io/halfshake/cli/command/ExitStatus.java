package io.halfshake.cli.command;

/** The exit statuses of the process. */
public final class ExitStatus {
    public static final int ALL_UP = 0;
    public static final int SOME_DOWN = 1;
    /** Invalid arguments or lines, an engine that is not available, output that cannot be written. */
    public static final int ERROR = 2;

    public static final int SOME_UNKNOWN = 3;
    /** EX_SOFTWARE of sysexits.h: an internal error, which must not look like a result. */
    public static final int INTERNAL_ERROR = 70;
    /** 128 + SIGPIPE, as a shell reports for programs that the signal ends. The JVM ignores that signal. */
    public static final int CLOSED_OUTPUT = 141;
    /** 128 + SIGTERM. */
    public static final int TERMINATED = 143;

    private ExitStatus() {}
}
