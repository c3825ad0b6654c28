package io.halfshake.packaging;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A Debian package, read as deb(5) describes it. */
final class Deb {
    private static final int PERMISSIONS = 07777;
    private static final int EXECUTABLE = 0111;

    private final Map<String, byte[]> members = new LinkedHashMap<>();
    final List<Entry> control;
    final List<Entry> data;

    /** A file or directory in an archive of the package. */
    static final class Entry {
        private final TarArchiveEntry header;
        private final byte[] bytes;

        Entry(TarArchiveEntry header, byte[] bytes) {
            this.header = header;
            this.bytes = bytes;
        }

        String name() {
            return header.getName();
        }

        boolean isDirectory() {
            return header.isDirectory();
        }

        boolean isFile() {
            return header.isFile();
        }

        boolean isExecutable() {
            return (header.getMode() & EXECUTABLE) != 0;
        }

        /** Such as {@code 0644 root:root 0:0}. */
        String permissions() {
            return "0" + Integer.toOctalString(header.getMode() & PERMISSIONS) + " " + header.getUserName() + ":"
                    + header.getGroupName() + " " + header.getLongUserId() + ":" + header.getLongGroupId();
        }

        byte[] bytes() {
            return bytes;
        }

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private Deb(Path file) throws IOException {
        try (ArArchiveInputStream ar = new ArArchiveInputStream(Files.newInputStream(file))) {
            ArArchiveEntry entry = ar.getNextEntry();
            while (entry != null) {
                members.put(entry.getName(), ar.readAllBytes());
                entry = ar.getNextEntry();
            }
        }
        control = tar("control.tar.gz");
        data = tar("data.tar.gz");
    }

    /** The one that this build has made. */
    static Deb built() throws IOException {
        return new Deb(path());
    }

    static Path path() {
        String version = System.getProperty("package.version", "");
        return Path.of("target", "halfshake_" + PackageFiles.debianVersion(version) + "_all.deb");
    }

    private List<Entry> tar(String member) throws IOException {
        List<Entry> entries = new ArrayList<>();
        InputStream bytes = new ByteArrayInputStream(members.getOrDefault(member, new byte[0]));
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(bytes))) {
            TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null) {
                entries.add(new Entry(entry, tar.readAllBytes()));
                entry = tar.getNextEntry();
            }
        }
        return entries;
    }

    /** In their order. */
    List<String> memberNames() {
        return List.copyOf(members.keySet());
    }

    byte[] member(String name) {
        return members.getOrDefault(name, new byte[0]);
    }

    Entry control(String name) {
        return find(control, "./" + name);
    }

    /** By its absolute path. */
    Entry data(String path) {
        return find(data, "." + path);
    }

    private static Entry find(List<Entry> entries, String name) {
        return entries.stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not in the package: " + name));
    }

    /** The fields of the control file; a value may have several lines. */
    Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        String last = "";
        for (String line : control("control").text().lines().toList()) {
            if (line.startsWith(" ")) {
                fields.merge(last, "\n" + line, String::concat);
            } else {
                int colon = line.indexOf(':');
                last = line.substring(0, colon);
                fields.put(last, line.substring(colon + 1).strip());
            }
        }
        return fields;
    }

    /** Writes what is installed below a directory, with the permissions to run it. */
    void extract(Path root) throws IOException {
        for (Entry entry : data) {
            Path path = root.resolve(entry.name()).normalize();
            if (entry.isDirectory()) {
                Files.createDirectories(path);
            } else {
                Files.write(path, entry.bytes());
                boolean unused = path.toFile().setExecutable(entry.isExecutable());
            }
        }
    }
}
