package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Signal;
import io.halfshake.Target;
import io.halfshake.Timing;
import io.halfshake.monitor.OutageHistory.DowntimeTotal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Watches many targets that are all up, and prints what a monitor's promises come to: {@code name value} lines. */
public final class MonitorMemoryMain {
    private static final SplittableRandom RANDOM = new SplittableRandom(6);

    private MonitorMemoryMain() {}

    /** {@code memory TARGETS}, or {@code schedule} or {@code virtual} with {@code TARGETS INTERVAL SECONDS}. */
    public static void main(String[] arguments) throws Exception {
        int targets = Integer.parseInt(arguments[1]);
        if (arguments[0].equals("memory")) {
            memory(targets);
        } else {
            schedule(
                    targets,
                    Duration.ofSeconds(Integer.parseInt(arguments[2])),
                    Duration.ofSeconds(Integer.parseInt(arguments[3])),
                    arguments[0].equals("virtual") ? new HandTime() : null);
        }
    }

    static String target(int number) {
        return "10." + (number >> 16) + "." + (number >> 8 & 255) + "." + (number & 255) + ":5432";
    }

    /** As large as a real one: nothing in it is shared with any other result. */
    private static CheckResult up(String target) {
        Target parsed = Target.parse(target);
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(parsed.host()), parsed.port());
            long roundTrip = (long) (200_000 * (1 + randomPart()));
            return new CheckResult.Up(
                    target,
                    address,
                    new Timing(roundTrip + 30_000, 1_000, 0, roundTrip),
                    new Evidence(Signal.SYN_ACK, null, null, null, 1, "fake", Handshake.HALF, Evidence.Clock.KERNEL));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static CheckResult down(String target) {
        CheckResult.Up up = (CheckResult.Up) up(target);
        return new CheckResult.Down(
                target,
                up.address(),
                DownReason.TIMED_OUT,
                new Timing(500_000_000, 1_000, 0, Timing.NO_ROUND_TRIP),
                new Evidence(Signal.NONE, null, null, null, 2, "fake", Handshake.HALF, Evidence.Clock.NONE));
    }

    private static synchronized double randomPart() {
        return RANDOM.nextDouble();
    }

    private static void memory(int targets) throws InterruptedException {
        HandTime time = new HandTime();
        AtomicBoolean outage = new AtomicBoolean();
        MonitorTestChecker checker = new MonitorTestChecker(
                (target, timeout) -> CompletableFuture.completedFuture(outage.get() ? down(target) : up(target)));
        long before = used();
        Monitor monitor = Monitor.builder(checker)
                .interval(Duration.ofSeconds(5))
                .time(time)
                .build();
        for (int i = 0; i < targets; i++) {
            monitor.add(target(i));
        }
        long added = used();
        time.pass(Duration.ofSeconds(61));
        long watched = used();
        outage.set(true);
        time.pass(Duration.ofSeconds(31));
        System.out.println("down " + monitor.stats().down());
        long during = used();
        outage.set(false);
        time.pass(Duration.ofSeconds(31));
        long after = used();
        System.out.println("bytesInAnOutage " + (during - before) / targets);
        System.out.println("bytesAfterAnOutage " + (after - before) / targets);
        System.out.println("bytesAdded " + (added - before) / targets);
        System.out.println("bytesWatched " + (watched - before) / targets);
        System.out.println("started " + monitor.stats().started());
        System.out.println("up " + monitor.stats().up());
        adoption(targets, checker);
    }

    /** Of targets that are up, and have not been down since. */
    private static void adoption(int targets, MonitorTestChecker checker) throws InterruptedException {
        HandTime time = new HandTime();
        time.nanos = Duration.ofHours(1).toNanos();
        Instant now = time.wallTime();
        DowntimeTotal none = new DowntimeTotal(0, Duration.ZERO, Duration.ZERO);
        long before = used();
        Monitor monitor = Monitor.builder(checker)
                .interval(Duration.ofSeconds(5))
                .time(time)
                .build();
        for (int i = 0; i < targets; i++) {
            Instant from = now.minusSeconds(60);
            monitor.adopt(
                    new TargetCheckpoint(
                            target(i), now, TargetState.UP, from, from, now.minusSeconds(5), null, none, Duration.ZERO),
                    TargetSettings.inherited());
        }
        time.pass(Duration.ofSeconds(61));
        System.out.println("bytesAdopted " + (used() - before) / targets);
        System.out.println("upAdopted " + monitor.stats().up());
    }

    private static long used() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** On the system's time, or on virtual time, on which no machine is too slow. */
    private static void schedule(int targets, Duration interval, Duration length, @Nullable HandTime virtual)
            throws InterruptedException {
        LongSupplier clock = virtual == null ? System::nanoTime : virtual::nanoTime;
        long[] asked = new long[targets];
        int[] gaps = new int[100_000];
        AtomicInteger longest = new AtomicInteger();
        AtomicInteger shortest = new AtomicInteger(Integer.MAX_VALUE);
        int[] perTenth = new int[(int) length.toMillis() / 100 + 100];
        long begin = clock.getAsLong();
        MonitorTestChecker checker = new MonitorTestChecker((target, timeout) -> {
            long now = clock.getAsLong();
            // Called by one thread only.
            int number = number(target);
            if (asked[number] != 0) {
                int millis = (int) ((now - asked[number]) / 1_000_000);
                gaps[Math.min(millis, gaps.length - 1)]++;
                longest.accumulateAndGet(millis, Math::max);
                shortest.accumulateAndGet(millis, Math::min);
            }
            asked[number] = now;
            perTenth[(int) Math.min(perTenth.length - 1, (now - begin) / 100_000_000)]++;
            return CompletableFuture.completedFuture(up(target));
        });
        MonitorBuilder builder = Monitor.builder(checker).interval(interval);
        if (virtual != null) {
            builder.time(virtual);
        }
        try (Monitor monitor = builder.build()) {
            for (int i = 0; i < targets; i++) {
                monitor.add(target(i));
            }
            System.out.println("addedAfterMillis " + (clock.getAsLong() - begin) / 1_000_000);
            if (virtual != null) {
                virtual.pass(length);
            } else {
                Thread.sleep(length.toMillis());
            }
            MonitorStats stats = monitor.stats();
            long sum = Arrays.stream(gaps).asLongStream().sum();
            System.out.println("started " + stats.started());
            System.out.println(
                    "notAsked " + Arrays.stream(asked).filter(at -> at == 0).count());
            System.out.println("gaps " + sum);
            System.out.println("shortestGapMillis " + shortest);
            System.out.println("longestGapMillis " + longest);
            System.out.println("skipped " + stats.skipped());
            System.out.println("stalls " + stats.stalls());
            System.out.println("stalledMillis " + stats.stalled().toMillis());
            System.out.println("up " + stats.up());
            System.out.println(
                    "mostPerTenthOfASecond " + Arrays.stream(perTenth).max().orElse(0));
            // Last, since collecting all the garbage stops the schedule.
            System.out.println("heapAfterGcMb " + used() / 1_000_000);
        }
        Duration busy = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        System.out.println("cpuMillis " + busy.toMillis());
    }

    private static int number(String target) {
        String[] parts = target.substring(0, target.indexOf(':')).split("\\.", -1);
        return Integer.parseInt(parts[1]) << 16 | Integer.parseInt(parts[2]) << 8 | Integer.parseInt(parts[3]);
    }
}
