package io.halfshake.internal;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads small files of /proc. */
public final class KernelFiles {
    private KernelFiles() {}

    /**
     * Reads in one go: many files of /proc/sys are at their end once anything has been read, and
     * {@code Files.readString} begins with a single octet.
     *
     * @param file the file
     * @return its text
     * @throws IOException if it cannot be opened or read
     */
    public static String read(Path file) throws IOException {
        try (InputStream in = new FileInputStream(file.toFile())) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
