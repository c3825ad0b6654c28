package io.halfshake.linux;

import io.halfshake.Evidence;
import io.halfshake.Speaker;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import io.netty.channel.IoEventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The checking loop of the engines that make their own packets. Packets go out in batches, at the end of a turn; an
 * answer counts only if it proves that it answers a packet that is on its way.
 */
final class PacketLoop extends CheckingLoop {
    /**
     * A packet's round trip is counted from before the call that sends it: the more are in it, the later the last one
     * leaves, and the likelier the kernel lets somebody else run in between.
     */
    private static final int MOST_IN_A_CALL = 8;

    /** How often a packet is tried: the route may have changed, or an earlier packet's error be in the way. */
    private static final int MOST_TRIES = 3;

    /** More than ever come between two calls, so that a packet is tried a bounded number of times. */
    private static final int MOST_STALE_ERRORS = 1_000;

    /** Measured: a packet takes the kernel from one to two microseconds, through a firewall and a tunnel some more. */
    private static final long LONGEST_SEND_NANOS = TimeUnit.MICROSECONDS.toNanos(5);

    /** Until the send buffer is looked at again. */
    private static final long FULL_BUFFER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Reads in one turn, so that a flood does not keep the loop from its other work. */
    private static final int MOST_READS = 64;

    private static final int MOST_RESENDS = 8;
    private static final int HOSTS_BEFORE_SWEEP = 10_000;

    /** In one turn, at some 8 us each. */
    private static final int MOST_WAYS_ASKED = 2_000;

    private final SystemCalls calls;
    private final PacketFormat format;
    private final PacketSettings settings;
    private final String engine;
    private final Family ipv4;
    private final Family ipv6;
    private final WayOut wayOut;
    private final @Nullable RouteChanges changes;

    /** Addresses to which there was a way when last asked, since routes last changed. */
    private final Set<InetAddress> knownWays = new HashSet<>();

    private int waysAsked;
    private final PacketAnswers answers;
    private final Messages outgoing = new Messages();
    private final Transmission[] batch = new Transmission[MOST_IN_A_CALL];
    private final ArrayDeque<PacketQuestion> toSend = new ArrayDeque<>();
    private final ArrayDeque<PacketQuestion> expiring = new ArrayDeque<>();
    private final DueWheel wheel;
    private final Pace pace;
    private final Map<InetAddress, Pace> hostPaces = new HashMap<>();
    private final Runnable tick = this::tick;
    private final Runnable unblock = this::unblock;
    private boolean ticking;
    private boolean blocked;
    private boolean registered;

    /** The socket of a family, or why there is none. */
    private static final class Family {
        private @Nullable PacketSocket socket;
        private @Nullable SystemCallException trouble;
    }

    PacketLoop(String engine, IoEventLoop eventLoop, SystemCalls calls, PacketFormat format, PacketSettings settings) {
        super(engine, eventLoop);
        this.engine = engine;
        this.calls = calls;
        this.format = format;
        this.settings = settings;
        this.wayOut = new WayOut(engine, calls, settings.options());
        long now = System.nanoTime();
        this.wheel = new DueWheel(now);
        this.pace = new Pace(settings.packetsPerSecond(), now);
        this.answers = new PacketAnswers(engine, calls, format, this::end);
        this.changes = RouteChanges.listen(calls, this::routesChanged);
        this.ipv4 = open(LibC.AF_INET);
        this.ipv6 = open(LibC.AF_INET6);
        if (ipv4.socket == null && ipv6.socket == null && ipv4.trouble != null) {
            releaseSome(Integer.MAX_VALUE);
            throw ipv4.trouble;
        }
    }

    private Family open(int family) {
        Family opened = new Family();
        try {
            opened.socket = new PacketSocket(this, calls, format.open(family), family);
        } catch (SystemCallException e) {
            opened.trouble = e;
        }
        return opened;
    }

    @Override
    Question question(Probe probe) {
        return new PacketQuestion(probe, this, format.port(probe.address()));
    }

    void begin(PacketQuestion question) {
        if (!registered) {
            registered = true;
            register(ipv4.socket);
            register(ipv6.socket);
            if (changes != null) {
                changes.register(eventLoop);
            }
        }
        Family family = question.isIpv6() ? ipv6 : ipv4;
        if (family.socket == null || !family.socket.isOpen()) {
            finish(question, family.trouble == null ? gone() : ConnectErrors.atOnce(engine, family.trouble));
            return;
        }
        question.socket = family.socket;
        toSend.addLast(question);
    }

    private void register(@Nullable PacketSocket socket) {
        if (socket != null && socket.isOpen()) {
            format.opened(socket);
        }
    }

    void lookLast(PacketQuestion question) {
        if (question.order == Question.Order.EXPIRE) {
            // Many deadlines come at once: what has arrived is read once for all of them.
            expiring.addLast(question);
        } else {
            question.abandon();
            finish(question, new Outcome.Silent(nothing()));
        }
    }

    @Override
    void lookLast() {
        if (expiring.isEmpty()) {
            return;
        }
        readAll(ipv4.socket);
        readAll(ipv6.socket);
        if (changes != null) {
            changes.read();
        }
        if (knownWays.size() > HOSTS_BEFORE_SWEEP) {
            knownWays.clear();
        }
        for (PacketQuestion question = expiring.poll(); question != null; question = expiring.poll()) {
            if (question.state != Question.State.OVER) {
                endSilent(question);
            }
        }
    }

    private void endSilent(PacketQuestion question) {
        try {
            question.abandon();
            finish(question, silent(question));
        } catch (RuntimeException | Error e) {
            fail(question, e);
        }
    }

    @Override
    void afterTurn() {
        waysAsked = 0;
        if (changes == null) {
            // Nobody tells when what was found does not hold any more.
            routesChanged();
        }
        flush();
    }

    private void readAll(@Nullable PacketSocket socket) {
        if (socket == null || !socket.isOpen()) {
            return;
        }
        answers.receive(socket, Integer.MAX_VALUE);
        answers.readErrors(socket);
    }

    private Outcome silent(PacketQuestion question) {
        PacketSocket socket = question.socket;
        if (socket != null && socket.hasLost && socket.lossAt - question.firstSentAt >= 0) {
            Exception cause = new IllegalStateException("receive buffer: answers were dropped (expected room for all)");
            Evidence evidence = answers.without(Speaker.THIS_HOST, question.sent);
            return new Outcome.Failed(UnknownReason.STALLED, cause, evidence);
        }
        Outcome silent = new Outcome.Silent(answers.without(Speaker.NOBODY, question.sent));
        if (socket == null || !mayHaveLostItsWay(question, socket)) {
            return silent;
        }
        Outcome found = wayOut.orTrouble(silent, socket.family, question.probe.address());
        if (found instanceof Outcome.Silent) {
            knownWays.add(question.probe.address().getAddress());
        }
        return found;
    }

    /** Whether it is worth asking the kernel once more: many thousands may fall silent at the same time. */
    private boolean mayHaveLostItsWay(PacketQuestion question, PacketSocket socket) {
        if (changes != null && changes.hasChangedSince(question.firstSentAt)) {
            return true;
        }
        InetAddress address = question.probe.address().getAddress();
        boolean isKnown = format.findsRoutes(socket.family) || knownWays.contains(address);
        return (changes == null || !isKnown) && waysAsked++ < MOST_WAYS_ASKED;
    }

    private void routesChanged() {
        format.forget();
        knownWays.clear();
    }

    private void flush() {
        while (!blocked && !toSend.isEmpty()) {
            int count = fill();
            if (count == 0) {
                return;
            }
            send(Objects.requireNonNull(batch[0].question.socket), count);
        }
    }

    /** Writes the next packets, as many as fit into one call. */
    private int fill() {
        int count = 0;
        PacketSocket socket = null;
        long now = System.nanoTime();
        while (count < MOST_IN_A_CALL) {
            PacketQuestion question = toSend.peekFirst();
            if (question == null || (count > 0 && question.socket != socket)) {
                return count;
            }
            if (question.state == Question.State.OVER) {
                toSend.removeFirst();
                continue;
            }
            long wait = pace.untilFree(now);
            if (wait > 0) {
                block(wait);
                return count;
            }
            toSend.removeFirst();
            if (mayAskHost(question, now) && write(question, count)) {
                pace.take(now);
                socket = question.socket;
                count++;
            }
        }
        return count;
    }

    /** If not now, later. */
    private boolean mayAskHost(PacketQuestion question, long now) {
        if (settings.packetsPerSecondPerHost() == Pace.UNLIMITED) {
            return true;
        }
        if (hostPaces.size() > HOSTS_BEFORE_SWEEP) {
            hostPaces.values().removeIf(host -> host.isIdle(now));
        }
        long wait = hostPaces
                .computeIfAbsent(
                        question.probe.address().getAddress(),
                        unused -> new Pace(settings.packetsPerSecondPerHost(), now))
                .take(now);
        if (wait > 0) {
            later(question, now + wait, now);
        }
        return wait <= 0;
    }

    private boolean write(PacketQuestion question, int message) {
        PacketSocket socket = Objects.requireNonNull(question.socket);
        Transmission transmission = new Transmission(question);
        try {
            format.mark(transmission, socket);
        } catch (SystemCallException e) {
            // The mark that it has by now is that of another.
            notSent(question, e);
            return false;
        }
        try {
            socket.flows.put(transmission, transmission);
            question.add(transmission);
            batch[message] = transmission;
            writeMessage(message);
            return true;
        } catch (SystemCallException e) {
            fail(transmission, e);
            return false;
        }
    }

    private void writeMessage(int message) {
        Transmission transmission = batch[message];
        int length = format.write(transmission, outgoing.packets, Messages.packetAt(message));
        InetSocketAddress address = transmission.question.probe.address();
        // raw(7): the port of the address is to be zero.
        int nameLength = SocketAddresses.write(address.getAddress(), 0, outgoing.names, Messages.nameAt(message));
        outgoing.ready(message, length, nameLength);
    }

    /** The packet could not be sent. If another was, that one may still be answered. */
    private void fail(Transmission transmission, SystemCallException failure) {
        PacketQuestion question = transmission.question;
        question.remove(transmission);
        notSent(question, failure);
    }

    private void notSent(PacketQuestion question, SystemCallException failure) {
        if (question.sent == 0) {
            finish(question, ConnectErrors.atOnce(engine, failure));
        }
    }

    private void send(PacketSocket socket, int count) {
        int sent = 0;
        int tries = 0;
        while (sent < count) {
            long before = System.nanoTime();
            long wallBefore = calls.wallNanos();
            int result = calls.send(socket.descriptor, outgoing, sent, count - sent);
            if (result > 0) {
                sent(sent, result, before, wallBefore);
                sent += result;
                tries = 0;
                continue;
            }
            int errno = -result;
            if (errno == Errno.EAGAIN.number || errno == Errno.ENOBUFS.number || errno == Errno.ENOMEM.number) {
                putBack(sent, count);
                block(FULL_BUFFER_NANOS);
                return;
            }
            answers.readErrors(socket);
            format.forget();
            tries++;
            if (tries < MOST_TRIES || isOfAnEarlierPacket(errno, batch[sent].question)) {
                if (tries < MOST_STALE_ERRORS && writeAgain(sent)) {
                    continue;
                }
            }
            fail(batch[sent], new SystemCallException("sendmmsg(2)", errno));
            sent++;
            tries = 0;
        }
    }

    /**
     * Whether an error of sending is what ICMP said of an earlier packet: the kernel reports that once more to whoever
     * uses the socket next. Where it may be either, a datagram socket tells whether there is a route.
     */
    private boolean isOfAnEarlierPacket(int errno, PacketQuestion question) {
        Errno known = Errno.of(errno);
        if (known == null) {
            return false;
        }
        return switch (known) {
            case ECONNREFUSED, ENOPROTOOPT, EPROTO, EHOSTDOWN, ENONET -> true;
            case EHOSTUNREACH, ENETUNREACH, EACCES -> wayOut.exists(question);
            default -> false;
        };
    }

    private boolean writeAgain(int message) {
        try {
            writeMessage(message);
            return true;
        } catch (SystemCallException e) {
            fail(batch[message], e);
            return false;
        }
    }

    private void sent(int first, int count, long before, long wallBefore) {
        // One leaves after the other while the call lasts. Where it lasted longer, something else held it up.
        long wallEach = Math.min(LONGEST_SEND_NANOS, (calls.wallNanos() - wallBefore) / count);
        long now = System.nanoTime();
        for (int i = 0; i < count; i++) {
            Transmission transmission = batch[first + i];
            transmission.sentAt = before;
            transmission.sentWallNanos = wallBefore + wallEach * i;
            PacketQuestion question = transmission.question;
            if (question.state == Question.State.OVER) {
                continue;
            }
            if (question.sent++ == 0) {
                question.state = Question.State.ASKED;
                question.firstSentAt = now;
                question.probe.sent(now);
            }
            planResend(question, now);
        }
    }

    private void planResend(PacketQuestion question, long now) {
        long resend = settings.resendNanos();
        if (resend == PacketSettings.NEVER || question.sent > MOST_RESENDS) {
            return;
        }
        long left = question.probe.deadlineNanos() - now;
        long delay = Math.min(resend << (question.sent - 1), question.sent == 1 ? left / 2 : Long.MAX_VALUE);
        if (delay > 0 && delay < left) {
            later(question, now + delay, now);
        }
    }

    private void later(PacketQuestion question, long due, long now) {
        question.dueAt = due;
        wheel.add(question, now);
        if (!ticking) {
            ticking = true;
            schedule(tick, DueWheel.TICK_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    private void tick() {
        // Before another is sent: the answer may be there already, if this thread was held up.
        readAll(ipv4.socket);
        readAll(ipv6.socket);
        wheel.advance(System.nanoTime(), question -> {
            if (question.state != Question.State.OVER) {
                toSend.addLast(question);
            }
        });
        ticking = !wheel.isEmpty() && !isClosed();
        if (ticking) {
            schedule(tick, DueWheel.TICK_NANOS, TimeUnit.NANOSECONDS);
        }
        flush();
    }

    /** They were not sent: their turn comes again, in the same order, with other marks. */
    private void putBack(int from, int count) {
        for (int i = count - 1; i >= from; i--) {
            Transmission transmission = batch[i];
            PacketQuestion question = transmission.question;
            if (question.state != Question.State.OVER) {
                question.remove(transmission);
                toSend.addFirst(question);
            }
        }
    }

    /** Sends nothing for a while: a full buffer, or a limit, is no verdict. */
    private void block(long nanos) {
        blocked = true;
        schedule(unblock, nanos, TimeUnit.NANOSECONDS);
    }

    private void unblock() {
        blocked = false;
        flush();
    }

    /** A socket may have something to say. */
    void ready(PacketSocket socket) {
        answers.receive(socket, MOST_READS);
        answers.readErrors(socket);
        flush();
    }

    private void end(Transmission transmission, Outcome outcome) {
        PacketQuestion question = transmission.question;
        question.abandon();
        finish(question, outcome);
    }

    @Override
    boolean releaseSome(int most) {
        if (changes != null) {
            changes.close();
        }
        release(ipv4.socket);
        release(ipv6.socket);
        wheel.drain(toSend::addLast);
        for (PacketQuestion question = toSend.poll(); question != null; question = toSend.poll()) {
            finish(question, gone());
        }
        return format.releaseSome(most);
    }

    /** Closes a socket and ends what it was asking. */
    private void release(@Nullable PacketSocket socket) {
        if (socket == null) {
            return;
        }
        socket.release();
        List.copyOf(socket.flows.values()).forEach(transmission -> end(transmission, gone()));
        socket.flows.clear();
    }
}
