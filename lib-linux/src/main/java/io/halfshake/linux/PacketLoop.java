package io.halfshake.linux;

import io.halfshake.Evidence;
import io.halfshake.Signal;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The checking loop of the engines that make their own packets. Packets go out at the end of a turn; an answer counts
 * only if it proves that it answers a packet in flight.
 */
final class PacketLoop extends EngineLoop<PacketProbe> implements PacketSocket.Owner {
    /** Reads in one turn, so that a flood does not keep the loop from its other work. */
    private static final int MAX_READS = 64;

    private static final int HOSTS_BEFORE_SWEEP = 10_000;

    private final SystemCalls calls;
    private final PacketFormat format;
    private final String engine;
    private final Family ipv4 = new Family();
    private final Family ipv6 = new Family();
    private final RouteCheck routeCheck;
    private final @Nullable RouteChanges changes;

    /** Addresses to which a route was found since routes last changed. */
    private final Set<InetAddress> knownRoutes = new HashSet<>();

    private final PacketReader reader;
    private final PacketSender sender;
    private boolean registered;

    /** The socket of a family, or why there is none. */
    private static final class Family {
        private @Nullable PacketSocket socket;
        private @Nullable SystemCallException localFailure;
    }

    PacketLoop(String engine, EventLoop eventLoop, SystemCalls calls, PacketFormat format, PacketSettings settings) {
        this(engine, eventLoop, calls, format, settings, System::nanoTime);
    }

    /** For tests, with a clock of their own. */
    PacketLoop(
            String engine,
            EventLoop eventLoop,
            SystemCalls calls,
            PacketFormat format,
            PacketSettings settings,
            LongSupplier nanoTime) {
        super(engine, eventLoop);
        this.engine = engine;
        this.calls = calls;
        this.format = format;
        this.reader = new PacketReader(engine, calls, format, this);
        this.sender = new PacketSender(this, reader, this::readAll, engine, calls, format, settings, nanoTime);
        this.routeCheck = sender.routeCheck();
        this.changes = RouteChanges.listen(calls, this::routesChanged);
        boolean opened = false;
        try {
            open(ipv4, LibC.AF_INET);
            open(ipv6, LibC.AF_INET6);
            if (ipv4.socket == null && ipv6.socket == null && ipv4.localFailure != null) {
                throw ipv4.localFailure;
            }
            opened = true;
        } finally {
            if (!opened) {
                releaseSome(Integer.MAX_VALUE);
            }
        }
    }

    private void open(Family opened, int family) {
        try {
            int descriptor = format.open(family);
            boolean kept = false;
            try {
                opened.socket = new PacketSocket(this, calls, descriptor, family);
                kept = true;
            } finally {
                if (!kept) {
                    calls.close(descriptor);
                }
            }
        } catch (SystemCallException e) {
            opened.localFailure = e;
        }
    }

    @Override
    PacketProbe loopProbe(Probe probe) {
        return new PacketProbe(probe, this, format.port(probe.address()));
    }

    @Override
    void begin(PacketProbe probe) {
        if (!registered) {
            register(ipv4.socket);
            register(ipv6.socket);
            if (changes != null) {
                changes.register(eventLoop);
            }
            registered = true;
        }
        Family family = probe.isIpv6() ? ipv6 : ipv4;
        if (family.socket == null || !family.socket.isOpen()) {
            finish(
                    probe,
                    family.localFailure == null ? gone(probe) : ConnectErrors.atOnce(engine, family.localFailure));
            return;
        }
        probe.socket = family.socket;
        sender.add(probe);
    }

    private void register(@Nullable PacketSocket socket) {
        if (socket != null && socket.isOpen()) {
            format.opened(socket);
        }
    }

    @Override
    void queueFinalRead(PacketProbe probe) {
        if (probe.command() == LoopProbe.Command.EXPIRE) {
            // Many deadlines come at once: what has arrived is read once for all of them.
            finalReads.add(probe);
        } else {
            probe.abandon();
            finish(probe, new Outcome.Silent(nothing()));
        }
    }

    @Override
    void finalRead() {
        if (finalReads.isEmpty()) {
            return;
        }
        readAll();
        if (changes != null) {
            changes.read();
        }
        if (knownRoutes.size() > HOSTS_BEFORE_SWEEP) {
            knownRoutes.clear();
        }
        for (LoopProbe next = finalReads.next(); next != null; next = finalReads.next()) {
            if (next instanceof PacketProbe probe && next.state != LoopProbe.State.OVER) {
                endSilent(probe);
            }
        }
    }

    private void endSilent(PacketProbe probe) {
        try {
            probe.abandon();
            finish(probe, silent(probe));
        } catch (RuntimeException | Error e) {
            fail(probe, e);
        }
    }

    @Override
    void afterTurn() {
        if (changes == null) {
            // The kernel does not report when a route that was found is gone.
            routesChanged();
        }
        sender.flush();
    }

    /** Reads what has arrived. */
    private void readAll() {
        readAll(ipv4.socket);
        readAll(ipv6.socket);
    }

    private void readAll(@Nullable PacketSocket socket) {
        if (socket == null || !socket.isOpen()) {
            return;
        }
        reader.receive(socket, PacketReader.ALL);
        reader.readErrors(socket);
    }

    private Outcome silent(PacketProbe probe) {
        PacketSocket socket = probe.socket;
        if (socket != null && !socket.isOpen()) {
            // Its answer could not be read any more.
            return gone(probe);
        }
        if (socket != null && socket.hasLost && socket.lossAt - probe.firstSentAt >= 0) {
            Exception cause = new IllegalStateException("receive buffer: answers were dropped (expected room for all)");
            Evidence evidence = reader.without(Signal.LOCAL, probe.sent);
            return new Outcome.Failed(UnknownReason.STALLED, cause, evidence);
        }
        Outcome silent = new Outcome.Silent(reader.without(Signal.NONE, probe.sent));
        if (socket != null && mayHaveLostRoute(probe, socket)) {
            Outcome found = routeCheck.orLocalFailure(silent, socket.family, probe.request.address());
            if (!(found instanceof Outcome.Silent)) {
                return found;
            }
            knownRoutes.add(probe.request.address().getAddress());
        }
        return sender.hasMissedResend(probe) ? late(probe, silent.evidence()) : silent;
    }

    /** The only packet that was sent in time may have been lost. */
    private static Outcome late(PacketProbe probe, Evidence evidence) {
        Exception cause = new TimeoutException("no answer, but of two packets that were due only one was sent in time");
        cause.initCause(probe.refusal());
        return new Outcome.Failed(UnknownReason.STALLED, cause, evidence);
    }

    /** Whether it is worth asking the kernel once more: many thousands may fall silent at the same time. */
    private boolean mayHaveLostRoute(PacketProbe probe, PacketSocket socket) {
        if (changes != null && changes.hasChangedSince(probe.firstSentAt)) {
            return true;
        }
        InetAddress address = probe.request.address().getAddress();
        boolean isKnown = format.findsRoutes(socket.family) || knownRoutes.contains(address);
        return changes == null || !isKnown;
    }

    private void routesChanged() {
        format.forget();
        knownRoutes.clear();
    }

    @Override
    public void ready(PacketSocket socket) {
        reader.receive(socket, MAX_READS);
        reader.readErrors(socket);
        sender.flush();
    }

    @Override
    public EventLoop eventLoop() {
        return eventLoop;
    }

    @Override
    void abandon(PacketProbe probe) {
        probe.abandon();
    }

    @Override
    public boolean releaseSome(int most) {
        if (changes != null) {
            changes.close();
        }
        release(ipv4.socket);
        release(ipv6.socket);
        sender.drain(this::finish);
        return format.releaseSome(most);
    }

    /** The event loop may go on running tasks for a while. */
    @Override
    public void closedByEventLoop(PacketSocket socket) {
        closedByEventLoop();
        release(socket);
    }

    /** Closes a socket and ends its probes. */
    private void release(@Nullable PacketSocket socket) {
        if (socket == null) {
            return;
        }
        socket.release();
        List.copyOf(socket.flows.values()).forEach(transmission -> reader.end(transmission, gone(transmission.probe)));
        socket.flows.clear();
    }
}
