package io.halfshake.cli.targets;

import io.halfshake.cli.command.CommandException;
import java.io.Closeable;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every target of a run, in rounds: those from the command line, then those of the file, and again.
 *
 * <p>A checker delivers results on the thread that reads the targets: blocking on a pipe would delay results. The
 * iterator therefore ends where it would block; {@link #await} blocks, and then the iterator continues.
 */
public final class Targets implements Iterator<String>, Closeable {
    private final List<String> arguments;
    private final @Nullable TargetFile file;
    private final long rounds;
    private final boolean mayWait;

    private long round = 1;
    private int nextArgument;
    private @Nullable TargetLines lines;
    private @Nullable String next;
    private boolean hadTarget;
    private boolean ended;

    /**
     * Opens the file, if there is one.
     *
     * @param onBadLine receives the error of each invalid line once, in the first round
     * @throws CommandException if the file cannot be opened
     */
    public Targets(List<String> arguments, @Nullable TargetFile file, long rounds, Consumer<String> onBadLine) {
        this.arguments = arguments;
        this.file = file;
        this.rounds = rounds;
        this.mayWait = file != null && file.isPipe();
        this.lines = file == null ? null : new TargetLines(file, onBadLine);
    }

    /** Waits until there is a target, or the end. */
    public boolean await() {
        while (next == null && !ended) {
            advance();
        }
        return next != null;
    }

    /** Whether there is a target without blocking. */
    @Override
    public boolean hasNext() {
        while (next == null && !ended && isReady()) {
            advance();
        }
        return next != null;
    }

    @Override
    public String next() {
        if (!await()) {
            throw new NoSuchElementException("target: none left");
        }
        String target = Objects.requireNonNull(next);
        next = null;
        return target;
    }

    /** Whether there has been any target. */
    public boolean hadAny() {
        return hadTarget;
    }

    private boolean isReady() {
        return !mayWait || nextArgument < arguments.size() || lines == null || lines.isReady();
    }

    private void advance() {
        if (nextArgument < arguments.size()) {
            next = arguments.get(nextArgument++);
        } else {
            next = lines == null ? null : lines.next();
        }
        if (next == null) {
            endRound();
        } else {
            hadTarget = true;
        }
    }

    private void endRound() {
        close();
        ended = round++ >= rounds || !hadTarget;
        nextArgument = 0;
        if (!ended && file != null) {
            lines = new TargetLines(file, badLine -> {});
        }
    }

    @Override
    public void close() {
        if (lines != null) {
            lines.close();
            lines = null;
        }
    }
}
