package io.halfshake.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A setting of the kernel below {@code /proc/sys}. */
public final class KernelSetting {
    private static final int MAX_LENGTH = 256;

    private KernelSetting() {}

    /**
     * Reads a setting with a single read: such a file is at its end after the first one, however short it is.
     *
     * @return without white space around it
     */
    public static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = new byte[MAX_LENGTH];
            int length = in.read(bytes);
            return new String(bytes, 0, Math.max(0, length), StandardCharsets.US_ASCII).strip();
        }
    }
}
