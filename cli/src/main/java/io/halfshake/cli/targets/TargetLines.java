package io.halfshake.cli.targets;

import io.halfshake.cli.command.CommandException;
import io.halfshake.cli.terminal.Texts;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The targets of a file, one per line. Blank lines and lines that start with # are skipped. */
final class TargetLines implements Closeable {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final TargetFile file;
    private final LineReader lines;
    private final Consumer<String> onBadLine;
    private long lineNumber;

    /**
     * Opens the file.
     *
     * @param onBadLine receives the error of each invalid line
     * @throws CommandException if the file cannot be opened
     */
    TargetLines(TargetFile file, Consumer<String> onBadLine) {
        this.file = file;
        this.lines = new LineReader(file.open());
        this.onBadLine = onBadLine;
    }

    boolean isReady() {
        try {
            return lines.isReady();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The next target, or null after the last one; blocks until either is there. */
    @Nullable
    String next() {
        String target = null;
        String line = "";
        while (line != null && target == null) {
            line = read();
            target = line == null ? null : target(line);
        }
        return target;
    }

    private @Nullable String read() {
        try {
            String line = lines.next();
            lineNumber++;
            return line;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private @Nullable String target(String line) {
        String text = (lineNumber == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line).strip();
        if (text.isEmpty() || text.charAt(0) == '#') {
            return null;
        }
        if (text.length() > LineReader.MAX_LINE) {
            bad("line: longer than " + LineReader.MAX_LINE + " bytes (expected a target)");
            return null;
        }
        try {
            file.requireTarget(text);
            return text;
        } catch (IllegalArgumentException e) {
            bad(Texts.cause(e));
            return null;
        }
    }

    private void bad(String rule) {
        onBadLine.accept(file.name() + ":" + lineNumber + ": " + rule);
    }

    private CommandException unreadable(IOException e) {
        return new CommandException(
                file.name() + ": " + Texts.visible(Texts.cause(e)) + " (expected to be readable to its end)");
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            // Everything needed from it has been read.
        }
    }
}
