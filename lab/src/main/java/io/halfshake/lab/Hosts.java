package io.halfshake.lab;

import io.halfshake.lab.WireCounters.Count;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** All hosts of the lab, and the routers before them. */
final class Hosts {
    /** So much is left of a TCP header that was cut off. */
    private static final int TRUNCATED_HEADER = 12;

    /** RFC 792 asks for eight octets of the quoted packet's payload; half of that does not name a port pair. */
    private static final int TOO_LITTLE_QUOTED = 2;

    private final Addresses addresses;
    private final DelayQueue outbox;
    private final WireCounters counters = new WireCounters();
    private final SplittableRandom random = new SplittableRandom();
    private final Behaviour[] behaviours = new Behaviour[Addresses.HOSTS];
    private final long[] since = new long[Addresses.HOSTS];
    private final Map<Integer, Behaviour> byPort = new HashMap<>();
    private final int[] syns = new int[2 * Addresses.HOSTS];
    private final Map<Long, Connection> connections = new HashMap<>();

    Hosts(Addresses addresses, DelayQueue outbox) {
        this.addresses = addresses;
        this.outbox = outbox;
        for (int host = 0; host < Addresses.HOSTS; host++) {
            behaviours[host] = Behaviour.SILENT;
        }
    }

    /** Gives a host a behaviour, on all ports but those that have their own, and forgets its past. */
    void play(int host, Behaviour behaviour) {
        behaviours[host] = behaviour;
        since[host] = System.nanoTime();
        for (boolean ipv6 : new boolean[] {false, true}) {
            syns[(ipv6 ? Addresses.HOSTS : 0) + host] = 0;
            counters.clear(ipv6, host);
        }
    }

    /** Gives one port of a host a behaviour. */
    void play(int host, int port, Behaviour behaviour) {
        byPort.put(host << 16 | port, behaviour);
    }

    WireCounters ledger() {
        return counters;
    }

    /** SYN-ACKs sent and not reset until now. */
    long unreset() {
        return connections.values().stream()
                .filter(connection -> connection.answered)
                .count();
    }

    private Behaviour behaviour(Packet packet) {
        Behaviour own = byPort.isEmpty() ? null : byPort.get(packet.host << 16 | packet.port);
        return own == null ? behaviours[packet.host] : own;
    }

    void receive(Packet packet, Packet.Kind kind) {
        switch (kind) {
            case SYN -> syn(packet);
            case SYN_ACK -> synAck(packet);
            case RST -> reset(packet);
            case ACK -> acknowledged(packet);
            case FIN -> counters.add(Count.STRAY, packet.ipv6, packet.host);
            case ECHO -> echo(packet);
            case OTHER -> {}
        }
    }

    private void syn(Packet packet) {
        long now = System.nanoTime();
        counters.syn(packet.ipv6, packet.host, now);
        Behaviour behaviour = behaviour(packet);
        long name = packet.connection();
        int counter = (packet.ipv6 ? Addresses.HOSTS : 0) + packet.host;
        int number = ++syns[counter];
        if (behaviour.loses(number) || isLost(behaviour)) {
            return;
        }
        if (behaviour.forgery() != Forgery.NONE) {
            boolean isChallenge = behaviour.forgery() == Forgery.WRONG_ACK;
            outbox.send(now, List.of(forged(packet, behaviour.forgery())), arrived -> {
                if (isChallenge) {
                    challenge(name);
                }
            });
        }
        if (behaviour.meets(number)) {
            outbox.send(now, List.of(Replies.syn(packet, random.nextInt())), arrived -> challenge(name));
        }
        Answer answer = behaviour.answerAt(now - since[packet.host]);
        if (answer == Answer.SILENT || behaviour.losesAnswer(number)) {
            return;
        }
        // What comes after an answered SYN is another question.
        boolean last = behaviour.delays().size() <= number;
        syns[counter] = last ? 0 : number;
        long due = now + delay(behaviour, number);
        for (int i = 0; i < behaviour.copies(); i++) {
            answer(packet, answer, behaviour, due);
        }
    }

    /** A SYN or SYN-ACK has arrived, which is one too many where there is an answer already. */
    private void challenge(long name) {
        Connection connection = connections.get(name);
        if (connection != null && connection.answered) {
            connection.challenged = true;
        }
    }

    private boolean isLost(Behaviour behaviour) {
        return behaviour.loss() > 0 && random.nextDouble() < behaviour.loss();
    }

    private long delay(Behaviour behaviour, int number) {
        long jitter = behaviour.jitter() == 0 ? 0 : random.nextLong(behaviour.jitter());
        return behaviour.delay(number) + jitter;
    }

    private void answer(Packet packet, Answer answer, Behaviour behaviour, long due) {
        boolean ipv6 = packet.ipv6;
        int host = packet.host;
        if (!answer.isSynAck()) {
            byte[] reply = answer == Answer.REFUSED
                    ? Replies.reset(packet, Packet.RST | Packet.ACK, 0, packet.sequence + 1)
                    : error(packet, answer);
            outbox.send(due, List.of(reply), now -> counters.answered(ipv6, host, now));
            return;
        }
        Connection connection = connection(packet, answer == Answer.SYN_PROXY);
        byte[] reply = answer == Answer.SYN_PROXY
                ? Replies.synAck(packet, packet.port, connection.sequence, packet.sequence + 1, 0)
                : Replies.synAck(packet, connection.sequence);
        List<byte[]> packets = new ArrayList<>(behaviour.fragments() ? Replies.fragments(reply, ipv6) : List.of(reply));
        if (behaviour.then() != Answer.SILENT) {
            packets.add(error(packet, behaviour.then()));
        }
        outbox.send(due, packets, now -> {
            challenge(connection.name);
            connection.answered = true;
            counters.add(Count.SYN_ACK, ipv6, host);
            counters.answered(ipv6, host, now);
        });
    }

    private Connection connection(Packet syn, boolean proxied) {
        Connection known = connections.get(syn.connection());
        if (known != null && known.clientSequence == syn.sequence) {
            return known;
        }
        Connection made = new Connection(syn.connection(), syn.sequence, random.nextInt(), proxied);
        connections.put(made.name, made);
        return made;
    }

    private byte[] error(Packet packet, Answer answer) {
        return Replies.error(
                packet,
                answer.isOnTheWay() ? addresses.router(packet.ipv6) : packet.destination(),
                answer.icmpType(packet.ipv6),
                answer.icmpCode(packet.ipv6));
    }

    private byte[] forged(Packet syn, Forgery forgery) {
        int sequence = random.nextInt();
        Answer unreachable = Answer.HOST_UNREACHABLE;
        int type = unreachable.icmpType(syn.ipv6);
        int code = unreachable.icmpCode(syn.ipv6);
        byte[] router = addresses.router(syn.ipv6);
        byte[] synAck = Replies.synAck(syn, sequence);
        return switch (forgery) {
            case WRONG_ACK -> Replies.synAck(syn, syn.port, sequence, syn.sequence + 1_000, 1_000);
            case WRONG_CHECKSUM -> Replies.corrupted(synAck, syn.ipv6);
            case WRONG_PORT -> Replies.synAck(syn, syn.port ^ 1, sequence, syn.sequence + 1, 1_000);
            case TRUNCATED -> Replies.truncated(synAck, syn.ipv6, synAck.length - headerLength(syn) - TRUNCATED_HEADER);
            case RST_WITHOUT_ACK -> Replies.reset(syn, Packet.RST, syn.sequence + 1, 0);
            case RST_WRONG_ACK -> Replies.reset(syn, Packet.RST | Packet.ACK, 0, syn.sequence + 1_000);
            case ICMP_WRONG_SEQUENCE ->
                Replies.error(syn, router, type, code, syn.transport + Packet.TCP_HEADER, syn.sequence + 1_000);
            case ICMP_TRUNCATED ->
                Replies.error(syn, router, type, code, syn.transport + TOO_LITTLE_QUOTED, syn.sequence);
            case NONE -> throw new IllegalStateException("forgery: " + forgery);
        };
    }

    private static int headerLength(Packet packet) {
        return packet.ipv6 ? Packet.IPV6_HEADER : Packet.IPV4_HEADER;
    }

    /** RFC 9293 section 3.10.7.1: a closed port answers a SYN-ACK, as a stray SYN brings about, with a RST. */
    private void synAck(Packet packet) {
        if (behaviour(packet).answer() == Answer.REFUSED) {
            byte[] reply = Replies.reset(packet, Packet.RST, packet.acknowledged, 0);
            outbox.send(System.nanoTime(), List.of(reply), arrived -> {});
        }
    }

    private void reset(Packet packet) {
        Connection connection = connections.get(packet.connection());
        if (connection == null || !connection.isEndedBy(packet.sequence)) {
            counters.add(Count.STRAY, packet.ipv6, packet.host);
            return;
        }
        connections.remove(packet.connection());
        counters.add(Count.RST, packet.ipv6, packet.host);
    }

    private void acknowledged(Packet packet) {
        Connection connection = connections.get(packet.connection());
        if (connection == null || !connection.isCompletedBy(packet.acknowledged)) {
            counters.add(Count.STRAY, packet.ipv6, packet.host);
            return;
        }
        connection.completed = true;
        counters.add(Count.ACK, packet.ipv6, packet.host);
        if (connection.challenged) {
            counters.add(Count.CHALLENGE, packet.ipv6, packet.host);
        }
        if (connection.proxied) {
            byte[] reset = Replies.reset(packet, Packet.RST, connection.sequence + 1, 0);
            // It is over on both sides, without a RST from the other.
            outbox.send(System.nanoTime(), List.of(reset), arrived -> connections.remove(connection.name));
        }
    }

    private void echo(Packet packet) {
        Behaviour behaviour = behaviours[packet.host];
        long now = System.nanoTime();
        Answer answer = behaviour.answerAt(now - since[packet.host]);
        if (answer == Answer.SILENT || behaviour.mute() || isLost(behaviour)) {
            return;
        }
        byte[] reply = answer.isOnTheWay() ? error(packet, answer) : Replies.echo(packet);
        outbox.send(now + delay(behaviour, 1), List.of(reply), arrived -> {});
    }
}
