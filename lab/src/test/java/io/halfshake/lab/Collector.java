package io.halfshake.lab;

import java.util.ArrayList;
import java.util.List;

/** Collects garbage again and again, beside enough of what is none for each time to take long. */
final class Collector implements AutoCloseable {
    private static final int OBJECTS = 2_000_000;

    private final List<byte[]> kept = new ArrayList<>(OBJECTS);
    private final List<Long> nanos = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "collector");
    private volatile boolean ended;

    private Collector() {
        for (int i = 0; i < OBJECTS; i++) {
            kept.add(new byte[16]);
        }
    }

    static Collector start() {
        Collector collector = new Collector();
        collector.thread.start();
        return collector;
    }

    private void run() {
        while (!ended) {
            long start = System.nanoTime();
            System.gc();
            nanos.add(System.nanoTime() - start);
        }
    }

    /** Ends, with what each collection took. */
    Distribution end() {
        close();
        return new Distribution(nanos.stream().mapToLong(Long::longValue));
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kept.clear();
    }
}
