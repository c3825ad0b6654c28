package io.halfshake.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringTokenizer;

/** The files in which Linux counts what it drops, and elsewhere nothing. */
final class DropStatistics {
    private static final int HEX = 16;

    private final List<Path> folders;

    /**
     * Reads from the first of these folders that has a file.
     *
     * @param folders each like {@code /proc/net/stat}
     */
    DropStatistics(List<Path> folders) {
        this.folders = folders;
    }

    /**
     * Those of the running system. The tables of neighbours are one for all networks of a machine, but only its first
     * network has their statistics; process 1 is in that, unless the processes are a container's own.
     */
    static DropStatistics ofThisMachine() {
        return new DropStatistics(List.of(Path.of("/proc/net/stat"), Path.of("/proc/1/net/stat")));
    }

    DropCounters read() {
        // First, so that a packet sent later is surely not older.
        long takenAt = System.nanoTime();
        return new DropCounters(
                takenAt,
                sum(folders, "arp_cache", "table_fulls"),
                sum(folders, "ndisc_cache", "table_fulls"),
                // Each network has its own connections.
                sum(folders.subList(0, 1), "nf_conntrack", "drop"));
    }

    private static long sum(List<Path> folders, String file, String column) {
        for (Path folder : folders) {
            Path path = folder.resolve(file);
            if (Files.isReadable(path)) {
                try {
                    return sum(KernelFiles.read(path), column);
                } catch (IOException | RuntimeException e) {
                    // No descriptor is left, perhaps, or a sandbox forbids it.
                    return DropCounters.UNREADABLE;
                }
            }
        }
        return DropCounters.UNKNOWN;
    }

    /** A line of names, and for each processor a line of hexadecimal numbers. */
    static long sum(String statistics, String column) {
        StringTokenizer lines = new StringTokenizer(statistics, "\n");
        int wanted = lines.hasMoreTokens() ? indexOf(column, new StringTokenizer(lines.nextToken())) : -1;
        if (wanted < 0) {
            return DropCounters.UNKNOWN;
        }
        long sum = 0;
        while (lines.hasMoreTokens()) {
            StringTokenizer values = new StringTokenizer(lines.nextToken());
            for (int i = 0; i < wanted; i++) {
                values.nextToken();
            }
            sum += Long.parseLong(values.nextToken(), HEX);
        }
        return sum;
    }

    private static int indexOf(String column, StringTokenizer names) {
        for (int i = 0; names.hasMoreTokens(); i++) {
            if (names.nextToken().equals(column)) {
                return i;
            }
        }
        return -1;
    }
}
