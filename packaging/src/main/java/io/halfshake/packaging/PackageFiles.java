package io.halfshake.packaging;

import io.halfshake.cli.BashCompletion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Writes the completion for bash, the changelogs and the manual page, as Debian's policy wants them. */
final class PackageFiles {
    /** As RFC 5322 has it, and with two digits for the day. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss xxxx", Locale.ENGLISH);

    /** Where the header of gzip says how it was compressed, and what says "as well as can be". */
    private static final int FLAGS = 8;

    private static final byte BEST = 2;

    private PackageFiles() {}

    /**
     * Makes the files.
     *
     * @param arguments the checkout, the directory to write into, the version of the project, the time of the build,
     *     and the maintainer of the package
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        Path checkout = Path.of(arguments[0]);
        Path into = Files.createDirectories(Path.of(arguments[1]));
        Files.writeString(into.resolve("halfshake"), BashCompletion.script());
        Files.write(into.resolve("changelog.gz"), compressed(changelog(arguments[2], arguments[3], arguments[4])));
        Files.write(into.resolve("CHANGELOG.md.gz"), compressed(Files.readString(checkout.resolve("CHANGELOG.md"))));
        Files.write(
                into.resolve("halfshake.1.gz"),
                compressed(Files.readString(checkout.resolve("packaging/src/deb/halfshake.1"))));
    }

    /** Earlier than that of the release. jdeb names the package so too. */
    static String debianVersion(String version) {
        return version.replace("-SNAPSHOT", "~SNAPSHOT");
    }

    static String changelog(String version, String time, String maintainer) {
        return """
                halfshake (%s) unstable; urgency=medium

                  * CHANGELOG.md.gz beside this file has the changes.

                 -- %s  %s
                """.formatted(debianVersion(version), maintainer, DATE.format(OffsetDateTime.parse(time)));
    }

    /** As by "gzip -9n": without a name and a time. */
    static byte[] compressed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new BestGzip(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        byte[] compressed = bytes.toByteArray();
        compressed[FLAGS] = BEST;
        return compressed;
    }

    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
