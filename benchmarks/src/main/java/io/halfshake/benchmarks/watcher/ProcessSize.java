package io.halfshake.benchmarks.watcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process holds.
 *
 * @param residentKibibytes its resident memory
 * @param descriptors open ones
 * @param threads of the kernel
 */
record ProcessSize(long residentKibibytes, long descriptors, long threads) {
    /** As {@code /proc} has it now. */
    static ProcessSize of(long pid) throws IOException {
        Path directory = Path.of("/proc", Long.toString(pid));
        String status = Files.readString(directory.resolve("status"));
        try (Stream<Path> open = Files.list(directory.resolve("fd"))) {
            return new ProcessSize(number(status, "VmRSS:"), open.count(), number(status, "Threads:"));
        }
    }

    private static long number(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " (expected in /proc/PID/status)"));
    }

    /**
     * Live objects of a JVM, after a collection of all of its heap.
     *
     * @return bytes
     */
    static long liveBytes(long pid) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output;
        try (Stream<String> lines = process.inputReader().lines()) {
            output = lines.filter(line -> line.startsWith("Total")).findFirst().orElse("");
        }
        if (process.waitFor() != 0 || output.isEmpty()) {
            throw new IllegalStateException("jcmd " + pid + " GC.class_histogram: no line that begins with Total");
        }
        // Total, objects, bytes.
        return Long.parseLong(output.trim().split(" +", -1)[2]);
    }
}
