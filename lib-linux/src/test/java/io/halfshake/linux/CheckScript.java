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
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Run in a JVM of its own: does one argument after the other, and prints what it found, and how often.
 *
 * <ul>
 *   <li>{@code set timeout PT5S}, {@code set resend never}: for the checks that follow.
 *   <li>{@code set mark 5} and the other settings of {@link HalfOpen}: for a new checker.
 *   <li>{@code check 20 127.0.0.1:80}: one check after the other.
 *   <li>{@code bind 127.0.0.1:40000}: takes a port; {@code release}: gives back all that were taken.
 *   <li>{@code listen 127.0.0.1:80}, {@code listen 10.9.0.2:80 peer}: listens, in that network, and never accepts.
 *   <li>{@code sh ip route add ...}: runs a command.
 * </ul>
 */
final class CheckScript {
    private final List<Closeable> bound = new ArrayList<>();
    private final List<ServerSocketChannel> listening = new ArrayList<>();
    private Duration timeout = Duration.ofSeconds(30);
    private Resend resend = Resend.never();
    private HalfOpen setup = new HalfOpen();
    private @Nullable Checker checker;

    private CheckScript() {}

    public static void main(String[] steps) throws IOException, InterruptedException {
        CheckScript script = new CheckScript();
        for (String step : steps) {
            script.take(step.split(" ", 2)[0], step.substring(step.indexOf(' ') + 1));
        }
        script.end();
    }

    private void take(String verb, String rest) throws IOException, InterruptedException {
        String[] words = rest.split(" ", -1);
        switch (verb) {
            case "set" -> set(words[0], words[1]);
            case "check" -> check(Integer.parseInt(words[0]), words[1]);
            case "bind" -> bound.add(bind(address(words[0])));
            case "release" -> release();
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
        Map<String, Integer> findings = new TreeMap<>();
        for (int i = 0; i < times; i++) {
            CheckResult result = made.checkAddr(target, timeout);
            findings.merge(Findings.of(result), 1, Integer::sum);
        }
        findings.forEach((finding, count) -> System.out.println(finding + " x" + count));
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
            checker = null;
        }
    }

    /** Whatever was listened on: no handshake may have been completed. */
    private void end() throws IOException {
        closeChecker();
        release();
        for (ServerSocketChannel listener : listening) {
            try (listener;
                    SocketChannel accepted = listener.accept()) {
                if (accepted != null) {
                    throw new IllegalStateException(listener.getLocalAddress() + " accepted "
                            + accepted.getRemoteAddress() + " (expected nobody)");
                }
            }
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

    private static ServerSocketChannel listen(InetSocketAddress address) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(address);
        listener.configureBlocking(false);
        return listener;
    }
}
