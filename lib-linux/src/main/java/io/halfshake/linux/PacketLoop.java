package io.halfshake.linux;

import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.IcmpMessage;
import io.halfshake.Speaker;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import io.netty.channel.IoEventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
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
    private final Messages outgoing = new Messages();
    private final Messages incoming = new Messages();
    private final Transmission[] batch = new Transmission[Messages.COUNT];
    private final Flow sought = new Flow();
    private final PacketAnswer answer = new PacketAnswer();
    private final ArrayDeque<PacketQuestion> toSend = new ArrayDeque<>();
    private final ArrayDeque<PacketQuestion> expiring = new ArrayDeque<>();
    private final DueWheel wheel;
    private final Pace pace;
    private final Map<InetAddress, Pace> hostPaces = new HashMap<>();
    private final Evidence usual;
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
        this.usual = evidence(format.answerer(), null, null, 1, Evidence.Clock.KERNEL);
        this.changes = listen();
        this.ipv4 = open(LibC.AF_INET);
        this.ipv6 = open(LibC.AF_INET6);
        if (ipv4.socket == null && ipv6.socket == null && ipv4.trouble != null) {
            releaseSome(Integer.MAX_VALUE);
            throw ipv4.trouble;
        }
    }

    /** Null where a sandbox forbids it: then the kernel is asked more often. */
    private @Nullable RouteChanges listen() {
        try {
            return new RouteChanges(calls, this::routesChanged);
        } catch (SystemCallException e) {
            return null;
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
    void afterTurn() {
        if (!expiring.isEmpty()) {
            readAll(ipv4.socket);
            readAll(ipv6.socket);
            if (changes != null) {
                changes.read();
            }
            waysAsked = 0;
            if (knownWays.size() > HOSTS_BEFORE_SWEEP) {
                knownWays.clear();
            }
            for (PacketQuestion question = expiring.poll(); question != null; question = expiring.poll()) {
                if (question.state != Question.State.OVER) {
                    question.abandon();
                    finish(question, silent(question));
                }
            }
        }
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
        receive(socket, Integer.MAX_VALUE);
        readErrors(socket);
    }

    private Outcome silent(PacketQuestion question) {
        PacketSocket socket = question.socket;
        if (socket != null && socket.hasLost && socket.lossAt - question.firstSentAt >= 0) {
            Exception cause = new IllegalStateException("receive buffer: answers were dropped (expected room for all)");
            Evidence evidence = evidence(Speaker.THIS_HOST, null, null, question.sent, Evidence.Clock.NONE);
            return new Outcome.Failed(UnknownReason.STALLED, cause, evidence);
        }
        Outcome silent = new Outcome.Silent(evidence(Speaker.NOBODY, null, null, question.sent, Evidence.Clock.NONE));
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
        while (count < Messages.COUNT) {
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
            readErrors(socket);
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
        receive(socket, MOST_READS);
        readErrors(socket);
        flush();
    }

    private void receive(PacketSocket socket, int mostReads) {
        int received = Messages.COUNT;
        for (int i = 0; i < mostReads && received == Messages.COUNT && socket.isOpen(); i++) {
            received = calls.receive(socket.descriptor, incoming);
            if (received < 0 && received != -Errno.EAGAIN.number) {
                // An ICMP error stands before the packets.
                readErrors(socket);
                received = calls.receive(socket.descriptor, incoming);
            }
            if (i == 0 && received == Messages.COUNT) {
                socket.lookForLoss(System.nanoTime());
            }
            for (int message = 0; message < received; message++) {
                read(socket, message);
            }
            incoming.empty(Math.max(0, received));
        }
    }

    private void read(PacketSocket socket, int message) {
        answer.clear();
        int length = incoming.received(message);
        if (format.read(socket.family, incoming.packets, Messages.packetAt(message), length, answer)) {
            Transmission transmission = find(socket, message);
            if (transmission != null) {
                end(transmission, answered(transmission, message));
            }
        }
    }

    /** The packet that an answer is about, if it is on its way and the answer proves to know it. */
    private @Nullable Transmission find(PacketSocket socket, int message) {
        SocketAddresses.read(incoming.names, Messages.nameAt(message), socket.family, sought);
        sought.name(answer.port, answer.mark);
        Transmission found = socket.flows.get(sought);
        return found != null && (answer.isUnproven || found.secret == answer.proof) ? found : null;
    }

    private void end(Transmission transmission, Outcome outcome) {
        PacketQuestion question = transmission.question;
        question.abandon();
        finish(question, outcome);
    }

    private Outcome answered(Transmission transmission, int message) {
        long elapsed = System.nanoTime() - transmission.sentAt;
        long byKernel = arrivedAt(message) - transmission.sentWallNanos;
        // The wall clock may have been set in between.
        boolean isKernels = byKernel >= 0 && byKernel <= elapsed + TimeUnit.MILLISECONDS.toNanos(1);
        long roundTrip = isKernels ? byKernel : Math.max(0, elapsed);
        Evidence.Clock clock = isKernels ? Evidence.Clock.KERNEL : Evidence.Clock.USER_SPACE;
        int sent = transmission.question.sent;
        if (answer.isRefusal) {
            return new Outcome.Denied(DownReason.REFUSED, roundTrip, evidence(Speaker.RST, null, null, sent, clock));
        }
        return new Outcome.Answered(
                roundTrip, isKernels && sent == 1 ? usual : evidence(format.answerer(), null, null, sent, clock));
    }

    /** socket(7), SO_TIMESTAMPNS: when the kernel got the packet. */
    private long arrivedAt(int message) {
        int at = incoming.findControl(message, LibC.SOL_SOCKET, LibC.SO_TIMESTAMPNS);
        if (at < 0) {
            return Long.MIN_VALUE / 2;
        }
        ByteBuffer control = incoming.control();
        return TimeUnit.SECONDS.toNanos(control.getLong(at)) + control.getLong(at + Long.BYTES);
    }

    /** Reads what ICMP said about packets of ours. */
    private void readErrors(PacketSocket socket) {
        boolean more = true;
        while (more && socket.isOpen()) {
            incoming.empty(1);
            more = calls.receiveError(socket.descriptor, incoming) >= 0;
            if (more) {
                readError(socket);
            }
        }
    }

    private void readError(PacketSocket socket) {
        boolean isIpv6 = socket.family == LibC.AF_INET6;
        int at = incoming.findControl(
                0, isIpv6 ? LibC.IPPROTO_IPV6 : LibC.IPPROTO_IP, isIpv6 ? LibC.IPV6_RECVERR : LibC.IP_RECVERR);
        answer.clear();
        int length = incoming.received(0);
        if (at < 0 || !format.readQuoted(socket.family, incoming.packets, 0, length, answer)) {
            return;
        }
        Transmission transmission = find(socket, 0);
        // linux/include/uapi/linux/errqueue.h: struct sock_extended_err.
        ByteBuffer control = incoming.control();
        int errno = control.getInt(at);
        int origin = control.get(at + 4);
        int type = control.get(at + 5) & 0xff;
        int code = control.get(at + 6) & 0xff;
        DownReason reason = IcmpErrors.reason(isIpv6, origin, type, code);
        if (transmission != null && reason != null) {
            IcmpMessage message = new IcmpMessage(isIpv6 ? 6 : 4, type, code);
            long roundTrip = Math.max(0, System.nanoTime() - transmission.sentAt);
            int sent = transmission.question.sent;
            end(
                    transmission,
                    new Outcome.Denied(
                            reason,
                            roundTrip,
                            evidence(Speaker.ICMP, message, Errno.name(errno), sent, Evidence.Clock.USER_SPACE)));
        }
    }

    private Evidence evidence(
            Speaker speaker, @Nullable IcmpMessage icmp, @Nullable String errno, int syns, Evidence.Clock clock) {
        String call = errno == null ? null : "recvmsg";
        return new Evidence(speaker, icmp, call, errno, syns, engine, Handshake.HALF, clock);
    }

    @Override
    boolean releaseSome(int most) {
        if (changes != null) {
            changes.close();
        }
        release(ipv4.socket);
        release(ipv6.socket);
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
