package io.halfshake.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Notices changes of the files of a configuration by looking. Also where a symbolic link was turned to another file, as
 * Kubernetes does with a config map; there the JDK's watch service stays silent. For one thread at a time.
 */
final class ConfigFiles {
    private Map<Path, String> known;
    private Map<Path, String> seen;

    ConfigFiles(List<Path> files) {
        known = look(files);
        seen = known;
    }

    /** The files are about to be read: as they are now, they are known. */
    void beginReading() {
        known = look(List.copyOf(known.keySet()));
        seen = known;
    }

    /** These files were read. One that was not among the known ones is known as it is now. */
    void finishReading(List<Path> files) {
        Map<Path, String> states = look(files);
        states.replaceAll((file, state) -> known.getOrDefault(file, state));
        known = states;
        seen = states;
    }

    /** Whether something is different from what is known, and has been so for two calls: it may be half written. */
    boolean haveChanged() {
        Map<Path, String> now = look(List.copyOf(known.keySet()));
        boolean settled = now.equals(seen);
        seen = now;
        return settled && !now.equals(known);
    }

    private static Map<Path, String> look(List<Path> files) {
        Map<Path, String> states = new TreeMap<>();
        for (Path file : new TreeSet<>(files)) {
            // Not normalized: behind a symbolic link, .. is another directory than the text says.
            Path absolute = file.toAbsolutePath();
            states.put(absolute, state(absolute));
        }
        return states;
    }

    private static String state(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return file.toRealPath() + " " + attributes.fileKey() + " " + attributes.size() + " "
                    + attributes.lastModifiedTime() + " " + changeTime(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** The one that changes with permissions and owner, too. Windows has none. */
    private static Object changeTime(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? Files.getAttribute(file, "unix:ctime")
                : "";
    }
}
