package io.halfshake.it;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many of each kind this process has: Halfshake's threads by name, and descriptors that are no files by what
 * {@code /proc/self/fd} says of them, both without their numbers.
 */
public final class OpenResources {
    private static final long WAIT_NANOS = 10_000_000_000L;
    private static final long PAUSE_MILLIS = 10;

    private final Map<String, Integer> counts = new TreeMap<>();

    private OpenResources() {}

    /**
     * Counts.
     *
     * @return the counts of this moment
     * @throws IOException if the descriptors cannot be read
     */
    public static OpenResources now() throws IOException {
        OpenResources resources = new OpenResources();
        threads().forEach(name -> resources.add("thread " + name));
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                addDescriptor(descriptor, resources);
            }
        }
        return resources;
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("halfshake-"))
                .toList();
    }

    private static void addDescriptor(Path descriptor, OpenResources resources) throws IOException {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            if (!target.startsWith("/")) {
                resources.add("descriptor " + target);
            }
        } catch (NoSuchFileException e) {
            // Closed since the directory was read.
        }
    }

    private void add(String kind) {
        counts.merge(kind.replaceAll("\\d+", "#"), 1, Integer::sum);
    }

    /**
     * Waits until no thread of Halfshake is left.
     *
     * @throws InterruptedException if the calling thread is interrupted
     * @throws IllegalStateException if one is left after 10 s
     */
    public static void awaitNoThread() throws InterruptedException {
        long start = System.nanoTime();
        List<String> left = threads();
        while (!left.isEmpty() && System.nanoTime() - start < WAIT_NANOS) {
            Thread.sleep(PAUSE_MILLIS);
            left = threads();
        }
        if (!left.isEmpty()) {
            throw new IllegalStateException("threads left: " + left + " (expected none)");
        }
    }

    /**
     * Waits, since a thread that was told to stop takes a moment.
     *
     * @param limit how many more of each kind are too many
     * @throws IOException if the descriptors cannot be read
     * @throws InterruptedException if the calling thread is interrupted
     * @throws IllegalStateException if there are too many after 10 s
     */
    public void awaitGrowthBelow(int limit) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Map<String, Integer> growth = growth(limit);
        while (!growth.isEmpty() && System.nanoTime() - start < WAIT_NANOS) {
            Thread.sleep(PAUSE_MILLIS);
            growth = growth(limit);
        }
        if (!growth.isEmpty()) {
            throw new IllegalStateException("left open: " + growth + " (expected fewer than " + limit + " of a kind)");
        }
    }

    private Map<String, Integer> growth(int limit) throws IOException {
        Map<String, Integer> growth = new TreeMap<>();
        now().counts.forEach((kind, count) -> {
            int more = count - counts.getOrDefault(kind, 0);
            if (more >= limit) {
                growth.put(kind, more);
            }
        });
        return growth;
    }
}
