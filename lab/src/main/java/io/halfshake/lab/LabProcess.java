package io.halfshake.lab;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * The lab itself: one thread that reads packets and commands, and writes answers. Ends with its standard input.
 *
 * <p>The only argument is the lab's number. A command is a line, and so is what it prints:
 *
 * <ul>
 *   <li>{@code play FROM TO STEP BEHAVIOUR}: every STEP-th host from FROM to TO; prints {@code played}.
 *   <li>{@code port HOST PORT BEHAVIOUR}: one port of a host; prints {@code played}.
 *   <li>{@code account FAMILY FROM TO}, family 4 or 6: a line for each host, see {@link HostCounters}.
 *   <li>{@code totals}: the counts of all hosts, and the handshakes not reset by now.
 *   <li>{@code pending}: how many answers are on their way.
 *   <li>{@code gap}: the longest time in nanoseconds, since that was last asked, for which this thread did not look at
 *       what came; what a command takes until its answer is not counted.
 * </ul>
 */
public final class LabProcess {
    /** Packets read, and packets sent, before the other is looked at. */
    private static final int TURN = 64;

    /** Turns of packets before a command. */
    private static final int MAX_TURNS = 1_000;

    /** No wait is longer, or a pause in it would pass for a part of it. */
    private static final long MAX_WAIT = TimeUnit.MILLISECONDS.toNanos(20);

    private final TunDevice device;
    private final DelayQueue outbox;
    private final Hosts hosts;
    private final Packet packet;
    private final PrintStream out = new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
            false,
            StandardCharsets.US_ASCII);
    private final StringBuilder line = new StringBuilder();
    private long longestGap;

    /** When this thread last looked at what came, or had an answer to print: from then on its peer may expect it to. */
    private long looked;

    private boolean ended;

    private LabProcess(TunDevice device, Addresses addresses) {
        this.device = device;
        this.outbox = new DelayQueue(device);
        this.hosts = new Hosts(addresses, outbox);
        this.packet = new Packet(addresses);
    }

    /**
     * Runs a lab.
     *
     * @param arguments the lab's number, 10 to 99
     * @throws IOException if the interface cannot be made or used
     * @throws InterruptedException if interrupted while setting it up
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Addresses addresses = new Addresses(Integer.parseInt(arguments[0]));
        try (TunDevice device = TunDevice.open(addresses)) {
            LabProcess lab = new LabProcess(device, addresses);
            lab.print("ready");
            lab.run();
        }
    }

    private void run() throws IOException {
        while (!ended) {
            boolean more = readPackets();
            outbox.sendDue(TURN);
            boolean hasCommands = device.await(more ? 0 : outbox.nanosToNext(MAX_WAIT));
            long now = System.nanoTime();
            longestGap = Math.max(longestGap, now - looked);
            looked = now;
            if (hasCommands) {
                // What came before a question belongs to its answer.
                readAllPackets();
                readCommands();
            }
        }
    }

    /** True if there may be more. */
    private boolean readPackets() throws IOException {
        for (int i = 0; i < TURN; i++) {
            int length = device.read();
            if (length == 0) {
                return false;
            }
            Packet.Kind kind = packet.read(device.incoming(), length);
            hosts.receive(packet, kind);
        }
        return true;
    }

    /** As many as there may be by now, and no endless stream. */
    private void readAllPackets() throws IOException {
        int turns = 0;
        while (readPackets() && turns < MAX_TURNS) {
            turns++;
        }
    }

    private void readCommands() throws IOException {
        byte[] input = new byte[1 << 12];
        int length = System.in.read(input, 0, Math.max(1, Math.min(input.length, System.in.available())));
        if (length < 0) {
            ended = true;
            return;
        }
        for (int i = 0; i < length; i++) {
            if (input[i] == '\n') {
                obey(line.toString());
                line.setLength(0);
            } else {
                line.append((char) input[i]);
            }
        }
    }

    private void obey(String command) {
        String[] words = command.split(" ", 5);
        try {
            switch (words[0]) {
                case "play" -> play(number(words[1]), number(words[2]), number(words[3]), Behaviour.parse(words[4]));
                case "port" -> {
                    String[] parts = command.split(" ", 4);
                    hosts.play(number(parts[1]), number(parts[2]), Behaviour.parse(parts[3]));
                    print("played");
                }
                case "account" -> accounts(words[1].equals("6"), number(words[2]), number(words[3]));
                case "totals" -> print(hosts.ledger().totals() + hosts.unreset());
                case "pending" -> print(Integer.toString(outbox.size()));
                case "gap" -> {
                    print(Long.toString(longestGap));
                    longestGap = 0;
                }
                default -> print("error: " + command + " (expected play, port, account, totals, pending or gap)");
            }
        } catch (RuntimeException e) {
            print("error: " + command + ": " + e);
        }
    }

    private void play(int from, int to, int step, Behaviour behaviour) {
        for (int host = from; host <= to; host += step) {
            hosts.play(host, behaviour);
        }
        print("played");
    }

    private void accounts(boolean ipv6, int from, int to) {
        for (int host = from; host <= to; host++) {
            out.println(hosts.ledger().line(ipv6, host));
        }
        flush();
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }

    private void print(String text) {
        out.println(text);
        flush();
    }

    /** A pause right after it, before this thread is back at what came, counts. */
    private void flush() {
        looked = System.nanoTime();
        out.flush();
    }
}
