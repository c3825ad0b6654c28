package io.halfshake.linux;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import io.halfshake.Resend;
import io.halfshake.Target;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Run in a JVM of its own: does one argument after the other, and prints what it found, and how often.
 *
 * <ul>
 *   <li>{@code set timeout PT5S}, {@code set resend never}: for the checks that follow.
 *   <li>{@code set mark 5} and the other settings of {@link HalfOpen}: for a new checker.
 *   <li>{@code check 20 127.0.0.1:80}: one check after the other.
 *   <li>{@code together 20 127.0.0.1:80 127.0.0.1:81}: checks of all of them at once, again and again.
 *   <li>{@code until syns=2 20 127.0.0.1:80 127.0.0.1:81}: the same at least that often, and until one finding matches.
 *   <li>{@code bind 127.0.0.1:40000}: takes a port; {@code release}: gives back all that were taken.
 *   <li>{@code connect 127.0.0.1:40000 127.0.0.1:40001}: sends a SYN from the first to the second, and takes the port.
 *   <li>{@code listen 127.0.0.1:80}, {@code listen 10.9.0.2:80 peer}: listens, in that network, and never accepts.
 *   <li>{@code sh ip route add ...}: runs a command.
 * </ul>
 */
final class CheckScript {
    /** Far more than it takes for something to happen that is likely each time. */
    private static final int MAX_TIMES = 2_000;

    private static final int MAX_STALLS = 20;

    /** Less than what a timeout of half a second leaves until the kernel sends a second SYN, after a second. */
    private static final long HELD_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final String HELD_UP = "held up";

    private final List<Closeable> bound = new ArrayList<>();
    private final List<ServerSocketChannel> listening = new ArrayList<>();
    private Duration timeout = Duration.ofSeconds(30);
    private Resend resend = Resend.never();
    private HalfOpen setup = new HalfOpen();
    private @Nullable Checker checker;
    private long completed;
    private boolean heldUp;

    private CheckScript() {}

    /**
     * What the steps print in a JVM on a network of its own. Again where this machine was held up, which that JVM says:
     * a check may have found only that, or a SYN of the kernel's own was sent meanwhile.
     */
    static List<String> findings(String[] setup, String... steps) throws IOException, InterruptedException {
        ForkedJvm jvm = Namespaces.jvm(CheckScript.class, setup);
        ForkedJvm.Printed printed = jvm.run(steps);
        for (int i = 1; i < MAX_STALLS && isHeldUp(printed); i++) {
            printed = jvm.run(steps);
        }
        return printed.output();
    }

    private static boolean isHeldUp(ForkedJvm.Printed printed) {
        return printed.log().contains(HELD_UP)
                || printed.output().stream().anyMatch(finding -> finding.contains(" UNKNOWN STALLED "));
    }

    public static void main(String[] steps) throws IOException, InterruptedException {
        PauseDetector pauses = PauseDetector.start();
        CheckScript script = new CheckScript();
        for (String step : steps) {
            script.take(step.split(" ", 2)[0], step.substring(step.indexOf(' ') + 1));
        }
        script.end();
        if (script.heldUp || pauses.longestNanos() > HELD_UP_NANOS) {
            System.err.println(HELD_UP);
        }
    }

    private void take(String verb, String rest) throws IOException, InterruptedException {
        String[] words = rest.split(" ", -1);
        switch (verb) {
            case "set" -> set(words[0], words[1]);
            case "check" -> check(Integer.parseInt(words[0]), words[1]);
            case "together" ->
                together(Integer.parseInt(words[0]), List.of(words).subList(1, words.length), finding -> true);
            case "until" ->
                together(
                        Integer.parseInt(words[1]),
                        List.of(words).subList(2, words.length),
                        Pattern.compile(words[0]).asPredicate());
            case "bind" -> bound.add(bind(address(words[0])));
            case "release" -> release();
            case "connect" -> bound.add(connecting(address(words[0]), address(words[1])));
            case "listen" ->
                listening.add(
                        words.length == 1
                                ? listen(address(words[0]))
                                : Namespaces.callIn(words[1], () -> listen(address(words[0]))));
            case "sh" -> Shell.run(rest);
            default -> throw new IllegalArgumentException(verb + " " + rest);
        }
    }

    private void set(String name, String value) throws IOException {
        closeChecker();
        switch (name) {
            case "timeout" -> timeout = Duration.parse(value);
            case "resend" -> resend = value.equals("never") ? Resend.never() : Resend.halfway();
            case "default" -> setup = new HalfOpen();
            case "sourceAddress" -> setup.sourceAddress(InetAddress.getByName(value));
            case "networkInterface" -> setup.networkInterface(value);
            case "mark" -> setup.mark(Integer.parseInt(value));
            case "timeToLive" -> setup.timeToLive(Integer.parseInt(value));
            case "trafficClass" -> setup.trafficClass(Integer.parseInt(value));
            case "reuseSockets" -> setup.reuseSockets(Boolean.parseBoolean(value));
            default -> throw new IllegalArgumentException(name + " " + value);
        }
    }

    private void check(int times, String target) {
        together(times, List.of(target), finding -> true);
    }

    private void together(int times, List<String> targets, Predicate<String> enough) {
        Checker made = checker;
        if (made == null) {
            CheckerBuilder builder = Checker.builder().engine(setup.provider()).resend(resend);
            try {
                made = builder.build();
            } catch (RuntimeException e) {
                System.out.println("build: " + e.getMessage());
                return;
            }
            checker = made;
        }
        Checker ready = made;
        Map<String, Integer> findings = new TreeMap<>();
        for (int i = 0;
                i < times || (i < MAX_TIMES && findings.keySet().stream().noneMatch(enough));
                i++) {
            List<CompletableFuture<CheckResult>> checks = targets.stream()
                    .map(target -> ready.checkAddrAsync(target, timeout))
                    .toList();
            checks.forEach(check -> findings.merge(Findings.of(noted(check.join())), 1, Integer::sum));
        }
        findings.forEach((finding, count) -> System.out.println(finding + " x" + count));
    }

    /** One thread may be held up alone, that of the event loop above all. */
    private CheckResult noted(CheckResult result) {
        heldUp |= result.elapsed().minus(timeout).toNanos() > HELD_UP_NANOS;
        return result;
    }

    private void release() throws IOException {
        for (Closeable socket : bound) {
            socket.close();
        }
        bound.clear();
    }

    private void closeChecker() {
        if (checker != null) {
            checker.close();
            completed += checker.stats().completedHandshakes();
            checker = null;
        }
    }

    /**
     * Whatever was listened on: no handshake may have been completed but those that were counted, when this machine was
     * held up past the 200 ms for which the kernel holds an ACK back.
     */
    private void end() throws IOException {
        closeChecker();
        release();
        long accepted = 0;
        for (ServerSocketChannel listener : listening) {
            try (listener) {
                for (SocketChannel next = listener.accept(); next != null; next = listener.accept()) {
                    next.close();
                    accepted++;
                }
            }
        }
        if (accepted > completed) {
            throw new IllegalStateException("accepted: " + accepted + " (expected at most " + completed + ")");
        }
    }

    private static InetSocketAddress address(String text) throws IOException {
        Target target = Target.parse(text);
        return new InetSocketAddress(InetAddress.getByName(target.host()), target.port());
    }

    private static Closeable bind(InetSocketAddress address) throws IOException {
        SocketChannel socket = SocketChannel.open();
        socket.bind(address);
        return socket;
    }

    private static Closeable connecting(InetSocketAddress from, InetSocketAddress to) throws IOException {
        SocketChannel socket = SocketChannel.open();
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        socket.bind(from);
        socket.configureBlocking(false);
        if (socket.connect(to)) {
            throw new IllegalStateException(to + " answered (expected silence)");
        }
        return socket;
    }

    private static ServerSocketChannel listen(InetSocketAddress address) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(address);
        listener.configureBlocking(false);
        return listener;
    }
}
