package io.halfshake.linux;

import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Signal;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineProvider;
import io.halfshake.spi.EngineSettings;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import io.halfshake.testing.TcpPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Run in a JVM of its own with a small heap: asks an engine while two threads fill the heap again and again, and prints
 * what became of the probes and of the descriptors.
 *
 * <p>Arguments: the engine, and for how long.
 */
final class FullHeap {
    private static final int IN_FLIGHT = 300;
    private static final int CHUNK = 2_048;
    private static final long TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long OUTCOME_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Made while there is room. */
    private static final Outcome REJECTED = new Outcome.Failed(
            UnknownReason.LOCAL_FAILURE,
            null,
            new Evidence(Signal.LOCAL, null, null, null, 0, "test", Handshake.HALF, Evidence.Clock.NONE));

    private final Engine engine;
    private final @Nullable Asked[] asked = new Asked[IN_FLIGHT];
    private final InetSocketAddress[] addresses;
    private volatile boolean stopped;
    private long started;
    private long up;
    private long twice;

    private FullHeap(Engine engine, List<TcpPeer> peers) {
        this.engine = engine;
        this.addresses = peers.stream().map(TcpPeer::address).toArray(InetSocketAddress[]::new);
    }

    private static final class Asked extends Probe {
        final AtomicInteger completions = new AtomicInteger();
        volatile @Nullable Outcome outcome;
        boolean expired;

        Asked(InetSocketAddress address, long deadline) {
            super(address, deadline);
        }

        @Override
        public void sent(long nanoTime) {}

        @Override
        public void complete(Outcome found) {
            outcome = found;
            completions.incrementAndGet();
        }
    }

    public static void main(String[] arguments) throws IOException {
        EngineProvider provider = arguments[0].equals("syn") ? new SynProvider() : new HalfOpenProvider();
        long duration = Duration.parse(arguments[1]).toNanos();
        try (TcpPeer open = TcpPeer.neverAccepting();
                TcpPeer closed = TcpPeer.refusing();
                TcpPeer silent = TcpPeer.silent()) {
            List<TcpPeer> peers = List.of(open, closed, silent);
            // Whatever is loaded once is loaded here.
            run(provider, peers, 0);
            Set<String> before = descriptors();
            run(provider, peers, duration);
            Set<String> left = descriptors();
            left.removeAll(before);
            System.out.println("descriptors left " + left.size());
            left.forEach(System.err::println);
        }
    }

    private static void run(EngineProvider provider, List<TcpPeer> peers, long duration) {
        FullHeap heap;
        boolean answered;
        try (Engine engine = provider.open(new EngineSettings(2 * IN_FLIGHT, true))) {
            heap = new FullHeap(engine, peers);
            if (duration > 0) {
                heap.askWhileTheHeapIsFull(duration);
            }
            // Collecting garbage takes long enough to complete handshakes, and a full accept queue drops SYNs.
            peers.get(0).drainAccepted(Duration.ZERO);
            answered = heap.isAnswered();
            heap.awaitAll();
        }
        if (duration > 0) {
            System.out.println("started " + heap.started);
            System.out.println("up " + heap.up);
            System.out.println("completed twice " + heap.twice);
            System.out.println("never completed " + heap.unfinished());
            System.out.println("answered afterwards " + (answered ? 1 : 0));
        }
    }

    private void askWhileTheHeapIsFull(long duration) {
        Thread[] fillers = {new Thread(this::fill), new Thread(this::fill)};
        for (Thread filler : fillers) {
            filler.start();
        }
        long end = System.nanoTime() + duration;
        while (end - System.nanoTime() > 0) {
            for (int i = 0; i < IN_FLIGHT; i++) {
                step(i, true);
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
        }
        stopped = true;
        for (Thread filler : fillers) {
            joinUninterruptibly(filler);
        }
    }

    private void fill() {
        while (!stopped) {
            fillOnce();
        }
    }

    private void fillOnce() {
        try {
            Object[] latest = null;
            while (!stopped) {
                Object[] chunk = new Object[CHUNK];
                chunk[0] = latest;
                latest = chunk;
            }
        } catch (OutOfMemoryError e) {
            // All of it is garbage now.
            return;
        }
    }

    /** What the core does, with nothing that has to be allocated but the probe. */
    private void step(int i, boolean mayStart) {
        Asked probe = asked[i];
        if (probe != null && probe.outcome != null) {
            twice += probe.completions.get() > 1 ? 1 : 0;
            up += probe.outcome instanceof Outcome.Answered ? 1 : 0;
            asked[i] = null;
            probe = null;
        }
        if (probe != null && !probe.expired && probe.deadlineNanos() - System.nanoTime() < 0) {
            probe.expired = true;
            try {
                engine.expire(probe);
            } catch (RuntimeException | Error e) {
                // It is still to end.
                return;
            }
        }
        if (probe == null && mayStart) {
            start(i);
        }
    }

    private void start(int i) {
        Asked probe = null;
        try {
            probe = new Asked(addresses[i % addresses.length], System.nanoTime() + TIMEOUT_NANOS);
            asked[i] = probe;
            started++;
            engine.start(probe);
        } catch (RuntimeException | Error e) {
            if (probe != null) {
                probe.complete(REJECTED);
            }
        }
    }

    /** Whether the very next check is answered: the event loop does not end of what the full heap did to it. */
    private boolean isAnswered() {
        Outcome outcome = ask();
        if (outcome instanceof Outcome.Answered) {
            return true;
        }
        System.err.println("afterwards: " + outcome);
        return false;
    }

    private @Nullable Outcome ask() {
        Asked probe = new Asked(addresses[0], System.nanoTime() + OUTCOME_TIMEOUT_NANOS);
        engine.start(probe);
        long end = System.nanoTime() + OUTCOME_TIMEOUT_NANOS;
        while (probe.outcome == null && end - System.nanoTime() > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return probe.outcome;
    }

    private void awaitAll() {
        long end = System.nanoTime() + OUTCOME_TIMEOUT_NANOS;
        while (unfinished() > 0 && end - System.nanoTime() > 0) {
            for (int i = 0; i < IN_FLIGHT; i++) {
                step(i, false);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private long unfinished() {
        return Stream.of(asked)
                .filter(probe -> probe != null && probe.outcome == null)
                .count();
    }

    private static void joinUninterruptibly(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sockets and epoll's; a JVM also reads a file of the system's now and then. */
    static Set<String> descriptors() throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : open.toList()) {
                String of = target(descriptor);
                if (of.startsWith("socket:") || of.startsWith("anon_inode:")) {
                    found.add(descriptor.getFileName() + " " + of);
                }
            }
        }
        return found;
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return "closed since";
        }
    }
}
