package io.halfshake.server.config;

import io.halfshake.internal.Arguments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Reads the files that single values name, such as secrets. No message has their content. */
final class ReferencedFiles {
    private final Path configFile;
    private final Set<Path> files = new LinkedHashSet<>();

    /** The text of a file, and whether users may read it who neither own it nor are in its group. */
    record Content(String text, boolean readableByOthers) {}

    ReferencedFiles(Path configFile) {
        this.configFile = configFile;
    }

    /** All that were named, also those that cannot be read. */
    Set<Path> files() {
        return files;
    }

    /**
     * Reads a file of UTF-8.
     *
     * @param path the key, for the message
     * @param value what the configuration has there, for the message
     * @param name of the file, relative to the directory of the configuration
     * @throws IllegalArgumentException if it is not there, cannot be read, or is too large
     */
    Content read(String path, String value, String name, int maxBytes) {
        Path file = resolve(path, value, name);
        // As it is: behind a symbolic link, .. is another directory than the text says.
        files.add(file);
        // To open a pipe would be to wait for its writer.
        if (!Files.isRegularFile(file)) {
            throw Arguments.wrong(path, value, Files.exists(file) ? "a regular file" : "a file that exists");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw Arguments.wrong(path, value, String.format(Locale.ROOT, "a file of at most %,d bytes", maxBytes));
            }
            // A new decoder reports what is malformed, rather than replace it.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new Content(text, isReadableByOthers(file));
        } catch (CharacterCodingException e) {
            throw Arguments.wrong(path, value, "a file of UTF-8");
        } catch (IOException e) {
            throw Arguments.wrong(path, value, "a file that can be read: " + SourceText.reason(e));
        }
    }

    private Path resolve(String path, String value, String name) {
        try {
            return configFile.resolveSibling(name);
        } catch (InvalidPathException e) {
            throw Arguments.wrong(path, value, "the name of a file");
        }
    }

    private static boolean isReadableByOthers(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        // Windows has no such view.
        return view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ);
    }
}
