package io.halfshake.linux;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.DownReason;
import io.halfshake.testing.PeerKind;
import io.halfshake.testing.TcpPeer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Run in a JVM of its own: checks targets whose truth is known, for a while, and prints what was found, how often, and
 * what was left behind.
 *
 * <p>Arguments: {@code stress} (tiny timeouts, cancellations) or {@code soak} (neither), and for how long.
 */
final class Stress implements AutoCloseable {
    private static final int IN_FLIGHT = 500;
    private static final int SEED = 20;
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final int MAX_SECONDS_MORE = 120;
    private static final List<String> EXPECTED =
            List.of("OPEN UP", "CLOSED DOWN REFUSED", "SILENT DOWN TIMED_OUT", "FLAPPING UP", "FLAPPING DOWN REFUSED");
    /** What a target is, for as long as one check of it runs. */
    private enum Truth {
        OPEN,
        CLOSED,
        SILENT,
        FLAPPING
    }

    private static final class Place {
        private final Truth truth;
        private final TcpPeer peer;

        /** Odd while the peer changes. */
        private final AtomicInteger version = new AtomicInteger();

        private Place(Truth truth, TcpPeer peer) {
            this.truth = truth;
            this.peer = peer;
        }

        private void become(PeerKind kind) {
            version.incrementAndGet();
            peer.become(kind);
            version.incrementAndGet();
        }
    }

    private final boolean tiny;
    private final List<Place> places = new ArrayList<>();
    private final Map<String, LongAdder> findings = new ConcurrentHashMap<>();
    private final SplittableRandom random = new SplittableRandom(SEED);

    private Stress(boolean tiny) {
        this.tiny = tiny;
        places.add(new Place(Truth.OPEN, TcpPeer.accepting()));
        places.add(new Place(Truth.OPEN, TcpPeer.open(PeerKind.ACCEPTING, StandardProtocolFamily.INET6)));
        places.add(new Place(Truth.CLOSED, TcpPeer.refusing()));
        places.add(new Place(Truth.CLOSED, TcpPeer.open(PeerKind.REFUSING, StandardProtocolFamily.INET6)));
        places.add(new Place(Truth.SILENT, TcpPeer.silent()));
        places.add(new Place(Truth.FLAPPING, TcpPeer.accepting()));
        places.add(new Place(Truth.FLAPPING, TcpPeer.accepting()));
    }

    /** What a run must have found, to prove anything. */
    static List<String> expected(boolean tiny) {
        return Stream.concat(EXPECTED.stream(), tiny ? Stream.of("cancelled") : Stream.empty())
                .toList();
    }

    public static void main(String[] arguments) throws IOException {
        Map<String, Long> left = new TreeMap<>();
        try (Stress stress = new Stress(arguments[0].equals("stress"))) {
            stress.run(WARM_UP, left);
            stress.findings.clear();
            // Nothing of the first run is to be still open then.
            Leftovers.of(Stress::runningThreads);
            long descriptors = descriptors();
            long heap = usedKibibytes();
            stress.run(Duration.parse(arguments[1]), left);
            left.put("descriptors left", Leftovers.of(() -> descriptors() - descriptors));
            left.put("threads left", Leftovers.of(Stress::runningThreads));
            left.put("KiB left", usedKibibytes() - heap);
            stress.findings.forEach((finding, count) -> left.put(finding, count.sum()));
        }
        left.forEach((name, value) -> System.out.println(name + " " + value));
    }

    /** From opening a checker to closing it. */
    private void run(Duration duration, Map<String, Long> left) throws IOException {
        long before = descriptors();
        try (Checker checker = Checker.builder()
                .engine(new HalfOpenProvider())
                .maxInFlight(IN_FLIGHT)
                .build()) {
            check(checker, duration.dividedBy(4));
            long heap = usedKibibytes();
            check(checker, duration.dividedBy(4).multipliedBy(3));
            // A slow machine takes longer until it has found all that there is.
            for (int i = 0; i < MAX_SECONDS_MORE && !findings.keySet().containsAll(expected(tiny)); i++) {
                check(checker, Duration.ofSeconds(1));
            }
            left.put("KiB grown while it ran", usedKibibytes() - heap);
            // A check may send from a second socket, sockets rest for each family, and an event loop has a few
            // descriptors of its own.
            left.put("descriptors above the most in flight", descriptors() - before - 2 * 2 * IN_FLIGHT - 8);
        }
    }

    private void check(Checker checker, Duration duration) {
        long start = System.nanoTime();
        // In soak as many as are in flight, so that none waits; else more, so that queueing is tried too.
        int atOnce = tiny ? IN_FLIGHT + 20 : IN_FLIGHT;
        Semaphore permits = new Semaphore(atOnce);
        Thread flapper = new Thread(() -> flap(start + duration.toNanos()), "flapper");
        flapper.start();
        List<CompletableFuture<CheckResult>> toCancel = new ArrayList<>();
        while (System.nanoTime() - start < duration.toNanos()) {
            permits.acquireUninterruptibly();
            CompletableFuture<CheckResult> future = start(checker, places.get(random.nextInt(places.size())), permits);
            if (tiny && random.nextInt(5) == 0) {
                toCancel.add(future);
            }
            // At once, or after some more.
            if (toCancel.size() > random.nextInt(50)) {
                toCancel.forEach(one -> one.cancel(false));
                toCancel.clear();
            }
        }
        permits.acquireUninterruptibly(atOnce);
        joinUninterruptibly(flapper);
    }

    private CompletableFuture<CheckResult> start(Checker checker, Place place, Semaphore permits) {
        // Some end half-way through a handshake.
        Duration timeout = tiny ? Duration.ofNanos(random.nextLong(20_000, 20_000_000)) : Duration.ofMillis(200);
        int version = place.version.get();
        PeerKind kind = place.peer.kind();
        CompletableFuture<CheckResult> future = checker.checkAsync(place.peer.address(), timeout);
        CompletableFuture<?> unused = future.whenComplete((result, cancelled) -> {
            boolean known = version % 2 == 0 && version == place.version.get();
            count(result == null ? "cancelled" : place.truth + " " + verdict(result, known ? kind : null));
            permits.release();
        });
        return future;
    }

    private void count(String finding) {
        findings.computeIfAbsent(finding, unused -> new LongAdder()).increment();
    }

    /** The verdict, with "false" in front where it is not true; of a peer that changed meanwhile nothing is known. */
    private static String verdict(CheckResult result, @Nullable PeerKind kind) {
        String verdict = Findings.verdict(result);
        if (kind == null) {
            return "changed";
        }
        boolean refused = result instanceof CheckResult.Down down && down.reason() == DownReason.REFUSED;
        boolean silent = result instanceof CheckResult.Down down && down.reason() == DownReason.TIMED_OUT;
        boolean holds = switch (kind) {
            case ACCEPTING, NEVER_ACCEPTING -> result.isUp();
            case REFUSING -> refused;
            case SILENT -> silent;
        };
        return holds || result.isUnknown() ? verdict : "false " + verdict;
    }

    private void flap(long end) {
        while (end - System.nanoTime() > 0) {
            for (Place place : places) {
                if (place.truth == Truth.FLAPPING) {
                    place.become(place.peer.kind() == PeerKind.REFUSING ? PeerKind.ACCEPTING : PeerKind.REFUSING);
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(30));
        }
        // So that descriptors can be compared. Some checks are still in flight, and must learn of this change too.
        places.stream()
                .filter(place -> place.truth == Truth.FLAPPING)
                .forEach(place -> place.become(PeerKind.ACCEPTING));
    }

    private static void joinUninterruptibly(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long descriptors() throws IOException {
        return FullHeap.descriptors().size();
    }

    private static long runningThreads() {
        Thread[] threads = new Thread[Thread.activeCount() + 100];
        int count = Thread.enumerate(threads);
        return Stream.of(threads)
                .limit(count)
                .filter(thread -> thread.getName().startsWith("halfshake"))
                .count();
    }

    private static long usedKibibytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1024;
    }

    @Override
    public void close() {
        places.forEach(place -> place.peer.close());
    }
}
