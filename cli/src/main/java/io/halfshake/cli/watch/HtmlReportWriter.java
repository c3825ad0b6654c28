package io.halfshake.cli.watch;

import io.halfshake.cli.command.CommandException;
import io.halfshake.cli.report.ReportFile;
import io.halfshake.cli.terminal.Texts;
import java.io.PrintStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the report of {@code --report} once: at the end or at an interrupt, whichever comes first. Safe for use by
 * many threads. A second call waits for the first, since the process may end when it returns.
 */
final class HtmlReportWriter implements AutoCloseable {
    private final @Nullable ReportFile file;
    private final Supplier<String> page;
    private final PrintStream stderr;
    private boolean begun;
    private @Nullable String failure;
    private boolean failed;

    /**
     * Creates a writer, which writes nothing yet.
     *
     * @param file null to write none
     * @param page makes the text of the file
     * @param stderr for the message if it cannot be written
     */
    HtmlReportWriter(@Nullable ReportFile file, Supplier<String> page, PrintStream stderr) {
        this.file = file;
        this.page = page;
        this.stderr = stderr;
    }

    /** Writes the file, unless that was done. Does not show an error yet: a table may be on the screen. */
    synchronized void write() {
        if (file == null || begun) {
            return;
        }
        begun = true;
        try {
            file.write(page.get());
        } catch (CommandException e) {
            failure = Texts.cause(e);
            failed = true;
        }
    }

    /** Shows the error if the file could not be written, once. */
    synchronized void showFailure() {
        if (failure != null) {
            stderr.println("halfshake: " + failure);
            failure = null;
        }
    }

    synchronized boolean hasFailed() {
        return failed;
    }

    /** Writes the file if that was not done, such as when standard output is closed; shows the error. */
    @Override
    public void close() {
        write();
        showFailure();
    }
}
