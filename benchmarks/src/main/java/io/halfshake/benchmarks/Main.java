package io.halfshake.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.halfshake.Checker;
import io.halfshake.lab.Lab;
import io.halfshake.linux.HalfOpen;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * CPU time a check, user and system, of the whole process; the kernel's work for the listener on loopback is inside. Contenders take
 * turns, so that what else the machine does falls on all of them; ratios are of medians within this one run.
 */
final class Main {
    private static final int WARM_UP_CHECKS = 100_000;
    private static final String LOOPBACK = "loopback";

    private final OperatingSystemMXBean system =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Main() {}

    private record Turn(double microsPerCheck, double checksPerSecond) {}

    public static void main(String[] args) throws Exception {
        Map<String, String> options = new LinkedHashMap<>(
                Map.of("--in-flight", "100,1000,10000", "--rounds", "5", "--checks", "100000", "--only", "", "--where", LOOPBACK));
        for (int i = 0; i + 1 < args.length; i += 2) {
            if (options.put(args[i], args[i + 1]) == null) {
                throw new IllegalArgumentException(args[i] + " (expected one of " + options.keySet() + ")");
            }
        }
        new Main().run(options);
    }

    private void run(Map<String, String> options) throws Exception {
        int rounds = Integer.parseInt(options.get("--rounds"));
        int checks = Integer.parseInt(options.get("--checks"));
        System.out.printf(
                Locale.ROOT,
                "JDK %s, Linux %s, %d processors, %d rounds of %d checks, %s%n",
                System.getProperty("java.version"),
                System.getProperty("os.version"),
                system.getAvailableProcessors(),
                rounds,
                checks,
                options.get("--where"));
        if (!options.get("--where").equals(LOOPBACK)) {
            runInLab(options, rounds, checks);
            return;
        }
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4_096);
            Thread acceptor = new Thread(() -> accept(listener), "acceptor");
            acceptor.setDaemon(true);
            acceptor.start();
            InetSocketAddress target = (InetSocketAddress) listener.getLocalAddress();
            for (String inFlight : options.get("--in-flight").split(",")) {
                compare(target, Integer.parseInt(inFlight), rounds, checks, options.get("--only"));
            }
        }
    }

    /** Against a host of the lab, which is a process of its own: its CPU time is not counted. */
    private void runInLab(Map<String, String> options, int rounds, int checks) throws Exception {
        try (Lab lab = Lab.start()) {
            lab.play(1, "open");
            for (String inFlight : options.get("--in-flight").split(",")) {
                InetSocketAddress target = lab.address(StandardProtocolFamily.INET, 1);
                // The bare loops would wait for ever for a packet that was lost.
                compare(target, Integer.parseInt(inFlight), rounds, checks, "half-open,syn");
            }
        }
    }

    /** Only full handshakes get here. */
    private static void accept(ServerSocketChannel listener) {
        try {
            while (true) {
                listener.accept().close();
            }
        } catch (java.io.IOException e) {
            return;
        }
    }

    private static List<Contender> contenders(int inFlight) {
        return List.of(
                new BareLoop(BareLoop.Sockets.FRESH),
                new BareLoop(BareLoop.Sockets.REUSED),
                new BareLoop(BareLoop.Sockets.REUSED_OWN_PORT),
                new HalfshakeContender(
                        "half-open, checkAll", halfOpen(inFlight, true), false),
                new HalfshakeContender(
                        "half-open, checkAsync", halfOpen(inFlight, true), true),
                new HalfshakeContender(
                        "half-open, fresh sockets, checkAll", halfOpen(inFlight, false), false),
                new HalfshakeContender(
                        "syn, checkAll",
                        Checker.builder().engine("syn").maxInFlight(inFlight).build(),
                        false),
                new HalfshakeContender(
                        "connect, checkAll",
                        Checker.builder().engine("connect").maxInFlight(inFlight).build(),
                        false),
                new SocketPool());
    }

    private static Checker halfOpen(int inFlight, boolean reuse) {
        return Checker.builder()
                .engine(new HalfOpen().reuseSockets(reuse).provider())
                .maxInFlight(inFlight)
                .build();
    }

    private void compare(InetSocketAddress target, int inFlight, int rounds, int checks, String only) throws Exception {
        Map<Contender, List<Turn>> turns = new LinkedHashMap<>();
        for (Contender contender : contenders(inFlight)) {
            if (only.isEmpty() || Arrays.stream(only.split(",")).anyMatch(contender.name()::startsWith)) {
                contender.run(target, WARM_UP_CHECKS, inFlight);
                turns.put(contender, new ArrayList<>());
            } else {
                contender.close();
            }
        }
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<Contender, List<Turn>> entry : turns.entrySet()) {
                entry.getValue().add(turn(entry.getKey(), target, checks, inFlight));
            }
        }
        print(inFlight, turns);
        turns.keySet().forEach(Contender::close);
    }

    private Turn turn(Contender contender, InetSocketAddress target, int checks, int inFlight) throws Exception {
        System.gc();
        long cpu = system.getProcessCpuTime();
        long time = System.nanoTime();
        contender.run(target, checks, inFlight);
        double cpuMicros = (system.getProcessCpuTime() - cpu) / 1e3;
        double seconds = (System.nanoTime() - time) / 1e9;
        return new Turn(cpuMicros / checks, checks / seconds);
    }

    private static void print(int inFlight, Map<Contender, List<Turn>> turns) {
        System.out.printf("%n%d in flight%n%n", inFlight);
        System.out.println("| contender | CPU us a check, median | least to most | x bare fresh | checks/s, median |");
        System.out.println("|---|---|---|---|---|");
        double base = median(turns.values().iterator().next().stream()
                .mapToDouble(Turn::microsPerCheck)
                .toArray());
        turns.forEach((contender, all) -> {
            double[] micros = all.stream().mapToDouble(Turn::microsPerCheck).sorted().toArray();
            double[] rate = all.stream().mapToDouble(Turn::checksPerSecond).toArray();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f to %.1f | %.2f | %,.0f |%n",
                    contender.name(),
                    median(micros),
                    micros[0],
                    micros[micros.length - 1],
                    median(micros) / base,
                    median(rate));
        });
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
