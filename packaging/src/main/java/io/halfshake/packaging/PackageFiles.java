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
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the completion for bash, the changelogs and the manual page, as Debian's policy wants them, and collects the
 * jars that the command line needs.
 */
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
     * @param arguments the checkout, the directory with the command line's jar, the directory to write into, the
     *     version of the project, the time of the build, and the maintainer of the package
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        Path checkout = Path.of(arguments[0]);
        Path into = Files.createDirectories(Path.of(arguments[2]));
        copyLibraries(Path.of(arguments[1]), into);
        Files.writeString(into.resolve("halfshake"), BashCompletion.script());
        Files.write(into.resolve("changelog.gz"), compressed(changelog(arguments[3], arguments[4], arguments[5])));
        Files.write(into.resolve("CHANGELOG.md.gz"), compressed(Files.readString(checkout.resolve("CHANGELOG.md"))));
        Files.write(
                into.resolve("halfshake.1.gz"),
                compressed(Files.readString(checkout.resolve("packaging/src/deb/halfshake.1"))));
    }

    /**
     * Copies the jars that the manifest of the command line names. Without "clean", the directory that they are in has
     * those of earlier builds too, of other versions of the same libraries.
     */
    static void copyLibraries(Path application, Path into) throws IOException {
        try (Stream<Path> earlier = Files.list(Files.createDirectories(into.resolve("lib")))) {
            for (Path each : earlier.toList()) {
                Files.delete(each);
            }
        }
        for (String path : classPath(application.resolve("halfshake-cli.jar"))) {
            Files.copy(application.resolve(path), into.resolve(path));
        }
    }

    private static List<String> classPath(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = Objects.requireNonNull(file.getManifest(), "manifest");
            String path = manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return List.of(Objects.requireNonNull(path, "Class-Path").split(" ", -1));
        }
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
