package io.halfshake.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A running lab: 65,536 hosts in each family, all silent at first.
 *
 * <pre>{@code
 * try (Lab lab = Lab.start()) {
 *     lab.play(5, "open delay=20ms");
 *     checker.check(lab.address(StandardProtocolFamily.INET, 5), timeout); // Up, after 20 ms
 *     lab.account(StandardProtocolFamily.INET, 5).wire(); // 1 SYN, 1 SYN-ACK, 1 RST
 * }
 * }</pre>
 *
 * <p>Its interface and routes are made in the network of this process, and are gone when it ends. So this process must
 * have a network of its own, for example by {@code unshare --net}, and CAP_NET_ADMIN in it; see {@link LabNetwork}.
 *
 * <p>For one thread at a time.
 */
public final class Lab implements AutoCloseable {
    /** The port that is asked if nothing else is said. */
    public static final int PORT = 80;

    private static final int FIRST = 10;
    private static final int LAST = 99;
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final Duration MAX_ENDING = Duration.ofSeconds(10);

    /** Longer than the 200 ms after which Linux sends an ACK that was held back: linux/include/net/tcp.h. */
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(260);

    private static final long MAX_SETTLING = TimeUnit.SECONDS.toNanos(20);

    private final Addresses addresses;
    private final LineProcess process;

    private Lab(Addresses addresses, Process process) {
        this.addresses = addresses;
        this.process = new LineProcess(process, MAX_ENDING);
    }

    /**
     * Starts a lab in a process of its own.
     *
     * @return a running lab; close it
     * @throws IllegalStateException if this process is not in a network of its own, or may not make an interface there
     */
    public static Lab start() {
        LabNetwork.require();
        Addresses addresses = new Addresses(FIRST + NEXT.getAndIncrement() % (LAST - FIRST + 1));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-Xmx512m", "-XX:+UseSerialGC"));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                LabProcess.class.getName(),
                Integer.toString(addresses.lab())));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Lab lab = new Lab(addresses, process);
            lab.expect("ready");
            return lab;
        } catch (IOException e) {
            throw new UncheckedIOException("lab: not started", e);
        }
    }

    /**
     * Where a host is.
     *
     * @param family INET or INET6
     * @param host 0 to 65,535
     * @param port any
     * @return such as 10.77.0.5 or fd77::5
     */
    public InetSocketAddress address(ProtocolFamily family, int host, int port) {
        return new InetSocketAddress(addresses.host(family, host), port);
    }

    /**
     * Where a host is, on port 80.
     *
     * @param family INET or INET6
     * @param host 0 to 65,535
     * @return such as 10.77.0.5:80
     */
    public InetSocketAddress address(ProtocolFamily family, int host) {
        return address(family, host, PORT);
    }

    /**
     * The name of the lab's network interface.
     *
     * @return such as lab77
     */
    public String device() {
        return addresses.device();
    }

    /**
     * Commands that bring the lab's interface up and give it its addresses and routes, as when it was started, whatever
     * of that is left. For a test that has taken some of it away.
     *
     * @return for a shell, in order
     */
    public List<String> routes() {
        return addresses.setup();
    }

    /**
     * The process that plays the network.
     *
     * @return its id
     */
    public long pid() {
        return process.pid();
    }

    /**
     * Gives a host a behaviour on all of its ports, and sets its account to zero.
     *
     * @param host 0 to 65,535
     * @param behaviour see {@link Behaviour}
     */
    public void play(int host, String behaviour) {
        play(host, host, 1, behaviour);
    }

    /**
     * Gives every n-th host a behaviour, and sets its counters to zero.
     *
     * @param first the first host
     * @param last the last host, inclusive
     * @param step one for all of them
     * @param behaviour see {@link Behaviour}
     */
    public void play(int first, int last, int step, String behaviour) {
        send("play " + first + " " + last + " " + step + " " + behaviour);
        expect("played");
    }

    /**
     * Gives one port of a host a behaviour of its own.
     *
     * @param host 0 to 65,535
     * @param port 1 to 65,535
     * @param behaviour see {@link Behaviour}
     */
    public void playPort(int host, int port, String behaviour) {
        send("port " + host + " " + port + " " + behaviour);
        expect("played");
    }

    /**
     * What went over the wire to and from a host since it was given its behaviour.
     *
     * @param family INET or INET6
     * @param host 0 to 65,535
     * @return its account until now
     */
    public HostCounters counters(ProtocolFamily family, int host) {
        return accounts(family, host, host).get(0);
    }

    /**
     * The accounts of many hosts.
     *
     * @param family INET or INET6
     * @param first the first host
     * @param last the last host, inclusive
     * @return one for each, in order
     */
    public List<HostCounters> accounts(ProtocolFamily family, int first, int last) {
        send("account " + (family == StandardProtocolFamily.INET ? 4 : 6) + " " + first + " " + last);
        List<HostCounters> accounts = new ArrayList<>();
        for (int host = first; host <= last; host++) {
            accounts.add(HostCounters.parse(line()));
        }
        return accounts;
    }

    /**
     * What went over the wire to and from all hosts since the lab began.
     *
     * @return the sums
     */
    public HostCounters totals() {
        send("totals");
        return HostCounters.parse(line());
    }

    /**
     * Waits until no answer is on its way, and nothing has come or gone for longer than the kernel holds back an ACK.
     *
     * @return the sums then
     * @throws IllegalStateException if it does not become quiet within 20 seconds
     */
    public HostCounters settle() {
        return settle(0);
    }

    /**
     * The same where some handshakes are never reset, as when the kernel drops what was answered: for others it waits,
     * for these it does not.
     *
     * @param neverReset how many of all since the lab began; {@link Long#MAX_VALUE} to wait for no reset
     * @return the sums then
     * @throws IllegalStateException if it does not become quiet within 20 seconds
     */
    public HostCounters settle(long neverReset) {
        long start = System.nanoTime();
        HostCounters last = totals();
        long quietSince = start;
        while (System.nanoTime() - quietSince < QUIET_NANOS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            HostCounters now = totals();
            // On a busy machine the one who has to reset what was answered may not have come to it.
            boolean mayBeReset = now.last() > neverReset && System.nanoTime() - start < MAX_SETTLING / 2;
            if (!now.equals(last) || pending() > 0 || mayBeReset) {
                last = now;
                quietSince = System.nanoTime();
            }
            if (System.nanoTime() - start > MAX_SETTLING) {
                throw new IllegalStateException("lab: not quiet: " + now);
            }
        }
        return last;
    }

    /**
     * The longest time for which the process that plays the network did not look at what came: its hosts were silent
     * then, whatever their behaviour.
     *
     * @return nanoseconds, since this was last asked or the lab began; some 20 ms where it had nothing to do
     */
    public long longestGapNanos() {
        send("gap");
        return Long.parseLong(line());
    }

    private int pending() {
        send("pending");
        return Integer.parseInt(line());
    }

    private void send(String command) {
        try {
            process.send(command);
        } catch (IOException e) {
            throw new UncheckedIOException("lab: " + command, e);
        }
    }

    private void expect(String answer) {
        String line = line();
        if (!line.equals(answer)) {
            throw new IllegalStateException("lab: " + line + " (expected " + answer + ")");
        }
    }

    private String line() {
        try {
            String line = process.line();
            if (line == null || line.startsWith("error")) {
                throw new IllegalStateException("lab: " + (line == null ? "ended" : line));
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException("lab: no answer", e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
