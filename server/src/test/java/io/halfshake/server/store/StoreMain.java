package io.halfshake.server.store;

import io.halfshake.server.store.HistoryEvent.Removed;
import io.halfshake.server.store.StoreConfig.Location;
import io.halfshake.server.store.StoreHealth.State;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process of its own that writes, to be killed, measured, or run where there is no space. */
final class StoreMain {
    /** How often writing is tried on the full disk. */
    private static final int FULL_TURNS = 20;

    private StoreMain() {}

    public static void main(String[] arguments) throws Exception {
        Database database = Database.embedded(Path.of(arguments[1]));
        switch (arguments[0]) {
            case "write" -> write(database, Integer.parseInt(arguments[2]));
            case "measure" ->
                measure(
                        database,
                        new StoreLoad(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3])),
                        Integer.parseInt(arguments[4]));
            case "full" -> fillUp(database, Path.of(arguments[2]));
            default ->
                throw new IllegalArgumentException("mode: " + arguments[0] + " (expected write, measure or full)");
        }
    }

    /** Writes the seconds from one on, and prints each that is written, until it is killed. */
    @SuppressWarnings("try")
    private static void write(Database database, int from) throws Exception {
        StoreLoad load = new StoreLoad(500, 1);
        try (Closeable unusedLock = database.lock();
                Connection connection = Stores.prepared(database)) {
            BatchWriter writer = new BatchWriter(Stores.WATCHER, Stores.START);
            TargetIds ids = new TargetIds(Stores.WATCHER);
            ids.load(connection);
            for (int second = from; second < Integer.MAX_VALUE; second++) {
                writer.write(connection, ids, load.batch(second));
                System.out.println(second);
            }
        }
    }

    private static void measure(Database database, StoreLoad load, int seconds) throws Exception {
        long[] nanos = new long[seconds];
        long written = writtenBytes();
        long cpu = cpuNanos();
        try (Connection connection = Stores.prepared(database)) {
            BatchWriter writer = new BatchWriter(Stores.WATCHER, Stores.START);
            TargetIds ids = new TargetIds(Stores.WATCHER);
            ids.load(connection);
            for (int second = 0; second < seconds; second++) {
                Batch batch = load.batch(second);
                long start = System.nanoTime();
                writer.write(connection, ids, batch);
                nanos[second] = System.nanoTime() - start;
            }
            print("cpuMicrosPerSecond", TimeUnit.NANOSECONDS.toMicros(cpuNanos() - cpu) / seconds);
            print("writtenBytesPerSecond", (writtenBytes() - written) / seconds);
            long start = System.nanoTime();
            int read = Queries.minutes(connection, Stores.WATCHER, List.of(StoreLoad.name(1)), 0, Integer.MAX_VALUE)
                    .values()
                    .iterator()
                    .next()
                    .size();
            print("readMicros", TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
            print("readRows", read);
            connection.commit();
        }
        Arrays.sort(nanos);
        print("transactionMicrosMedian", TimeUnit.NANOSECONDS.toMicros(nanos[seconds / 2]));
        print("transactionMicrosP99", TimeUnit.NANOSECONDS.toMicros(nanos[seconds * 99 / 100]));
        print("transactionMicrosMax", TimeUnit.NANOSECONDS.toMicros(nanos[seconds - 1]));
        print("residentBytes", statusBytes("VmHWM:"));
    }

    private static void print(String name, long value) {
        System.out.println(name + " " + value);
    }

    /** User and system time: proc(5), of which a unit is 10 ms on every Linux. */
    private static long cpuNanos() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        // Behind the name, which may have spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return TimeUnit.MILLISECONDS.toNanos(10) * (Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
    }

    /** What was given to write(2): the page cache may make less of it. */
    private static long writtenBytes() throws IOException {
        return value(Path.of("/proc/self/io"), "wchar:");
    }

    private static long statusBytes(String name) throws IOException {
        return value(Path.of("/proc/self/status"), name) * 1_024;
    }

    private static long value(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(
                        line.substring(name.length()).replace("kB", "").strip()))
                .findFirst()
                .orElseThrow();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    /**
     * Writes until there is no space, deletes a file to make some, and goes on: prints how often writing failed, and
     * whether all is there.
     */
    private static void fillUp(Database database, Path ballast) throws Exception {
        Losses losses = new Losses();
        EventBuffer events = new EventBuffer(losses, EventBuffer.MAX_EVENTS);
        Collector collector = new Collector(
                events, new MinuteBuffer(losses, 100), losses, () -> null, System::nanoTime, Instant.now());
        HistoryWriter writer = new HistoryWriter(
                Stores.config(new Location.File(Path.of("unused"))),
                new Connections(database),
                collector,
                losses,
                Instant::now,
                System::nanoTime);
        int second = 0;
        long unusedFirst = writer.turn();
        while (writer.health().state() != State.FAILING) {
            for (int i = 0; i < 1_000; i++) {
                events.add(Stores.down(StoreLoad.name(i), second));
                events.add(Stores.up(StoreLoad.name(i), second + 5L));
            }
            second += 10;
            long unused = writer.turn();
        }
        // What each attempt leaves open would end the watcher before there is space again.
        long descriptors = descriptors();
        for (int i = 0; i < FULL_TURNS; i++) {
            long unused = writer.turn();
        }
        print("descriptors", descriptors);
        print("descriptorsLater", descriptors());
        Files.delete(ballast);
        for (int i = 0; i < 5; i++) {
            long unused = writer.turn();
        }
        events.add(new Removed(StoreLoad.name(0), Instant.now()));
        long unusedLast = writer.turn();
        StoreHealth health = writer.health();
        writer.finish(() -> true, () -> false);
        System.out.println("state " + health.state().name().toLowerCase(Locale.ROOT));
        print("failures", health.failures());
        print("lost", health.lostEvents());
        print("expected", 200L * second);
        try (Connection connection = database.open()) {
            print(
                    "stored",
                    Long.parseLong(Stores.texts(connection, "SELECT COUNT(*) FROM halfshake_transitions")
                            .get(0)));
        }
    }
}
