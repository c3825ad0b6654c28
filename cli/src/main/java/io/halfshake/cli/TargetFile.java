package io.halfshake.cli;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Where a file of targets is, and whether it can be read more than once. */
final class TargetFile {
    private static final String STDIN = "-";

    private final String name;
    private final InputStream stdin;
    private final Consumer<String> syntax;

    /** {@code syntax} throws if what it is given is no target. */
    TargetFile(String name, InputStream stdin, Consumer<String> syntax) {
        this.name = name;
        this.stdin = stdin;
        this.syntax = syntax;
    }

    /**
     * Checks that a line is a target.
     *
     * @throws IllegalArgumentException if it is not; its message carries the rule
     */
    void requireTarget(String line) {
        syntax.accept(line);
    }

    String name() {
        return name.equals(STDIN) ? "standard input" : Texts.visible(name);
    }

    /** A pipe gives its lines once, and makes its reader wait for them. */
    boolean isPipe() {
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
            throw CommandException.wrong("-f", name, "a file that can be read, but: " + reason(e));
        }
    }

    /** The JDK's text is the name, and in brackets what the operating system said. */
    private String reason(FileNotFoundException e) {
        String text = Texts.cause(e);
        boolean usual = text.startsWith(name + " (") && text.endsWith(")");
        return usual ? text.substring(name.length() + 2, text.length() - 1) : text;
    }
}
