package io.halfshake.cli.targets;

import io.halfshake.cli.command.CommandException;
import io.halfshake.cli.terminal.Texts;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.util.function.Consumer;

/** A file of targets, which can be a pipe. */
public final class TargetFile {
    private static final String STDIN = "-";

    private final String name;
    private final InputStream stdin;
    private final Consumer<String> validator;

    /** {@code validator} throws if its argument is not a target. */
    public TargetFile(String name, InputStream stdin, Consumer<String> validator) {
        this.name = name;
        this.stdin = stdin;
        this.validator = validator;
    }

    /**
     * Requires a line to be a target.
     *
     * @throws IllegalArgumentException if it is not; its message carries the rule
     */
    void requireTarget(String line) {
        validator.accept(line);
    }

    public String name() {
        return name.equals(STDIN) ? "standard input" : Texts.visible(name);
    }

    /** A pipe can be read only once, and reads from it may block. */
    public boolean isPipe() {
        File file = new File(name);
        boolean elsewhere = file.exists() && !file.isFile() && !file.isDirectory();
        return name.equals(STDIN) || elsewhere;
    }

    /**
     * Opens the file from its beginning.
     *
     * @throws CommandException if the operating system refuses
     */
    InputStream open() {
        if (name.equals(STDIN)) {
            return stdin;
        }
        try {
            return new FileInputStream(name);
        } catch (FileNotFoundException e) {
            throw CommandException.invalid("-f", name, "a readable file: " + reason(e));
        }
    }

    /** The JDK's text is the name, and in brackets the message of the operating system. */
    private String reason(FileNotFoundException e) {
        String text = Texts.cause(e);
        boolean isExpected = text.startsWith(name + " (") && text.endsWith(")");
        return isExpected ? text.substring(name.length() + 2, text.length() - 1) : text;
    }
}
