package io.halfshake.cli.report;

import io.halfshake.cli.command.CommandException;
import io.halfshake.cli.terminal.Texts;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The file of a report. It is written to a temporary file in the same directory, which then replaces it, so that there
 * is either the old file or the whole new one.
 */
public final class ReportFile {
    private static final String OPTION = "--report";

    private final String name;
    private final Path file;

    private ReportFile(String name, Path file) {
        this.name = name;
        this.file = file;
    }

    /**
     * Checks that the file can be written, by creating a temporary file and deleting it.
     *
     * @throws CommandException if it cannot
     */
    public static ReportFile prepare(String name) {
        if (name.equals("-")) {
            throw CommandException.invalid(OPTION, name, "a file; standard output has the report as text");
        }
        try {
            ReportFile prepared = new ReportFile(name, place(name));
            Path temporary = prepared.temporary();
            Files.createFile(temporary);
            Files.delete(temporary);
            return prepared;
        } catch (IOException e) {
            throw CommandException.invalid(OPTION, name, "a file that can be written: " + reason(e));
        } catch (InvalidPathException e) {
            throw CommandException.invalid(OPTION, name, "a file that can be written: " + e.getReason());
        }
    }

    /** The file itself, or the target of a symbolic link: the move would replace the link. */
    private static Path place(String name) throws IOException {
        Path file = Path.of(name).toAbsolutePath();
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return file;
        }
        Path real = file.toRealPath();
        // The move would also replace a device or a pipe.
        if (!Files.isRegularFile(real)) {
            throw new FileSystemException(name, null, "Not a regular file");
        }
        if (!Files.isWritable(real)) {
            throw new AccessDeniedException(name);
        }
        return real;
    }

    /** A different name each time: another watch may write the same file. */
    private Path temporary() {
        return file.resolveSibling(".halfshake-report-"
                + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp");
    }

    /**
     * Writes the file.
     *
     * @throws CommandException if that fails; the file is as it was before
     */
    public void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Path temporary = temporary();
        try {
            writeNew(temporary, bytes);
        } catch (IOException e) {
            throw failed(e, remove(temporary));
        }
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(e, "; the report is in " + Texts.visible(temporary.toString()));
        }
    }

    private void writeNew(Path temporary, byte[] bytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            keepPermissions(temporary);
            Channels.newOutputStream(channel).write(bytes);
            // Some file systems report a full disk only here.
            channel.force(true);
        }
    }

    /** Gives the temporary file the permissions of the file that it replaces; without one, the umask sets them. */
    private void keepPermissions(Path temporary) throws IOException {
        PosixFileAttributeView old = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        PosixFileAttributeView made = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
        if (old != null && made != null && Files.exists(file)) {
            made.setPermissions(old.readAttributes().permissions());
        }
    }

    private static String remove(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
            return "";
        } catch (IOException e) {
            return "; " + Texts.visible(temporary.toString()) + " is left: " + reason(e);
        }
    }

    private CommandException failed(IOException cause, String rest) {
        return new CommandException(OPTION + ": \"" + Texts.visible(name) + "\" was not written: " + reason(cause)
                + rest + " (expected a file that can be written)");
    }

    /** For the most frequent reasons, the message of the JDK is only the path. */
    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (e instanceof AccessDeniedException) {
            return "Permission denied";
        }
        String reason = e instanceof FileSystemException of ? of.getReason() : null;
        return Texts.visible(reason == null ? Texts.cause(e) : reason);
    }
}
