package io.halfshake.linux;

import io.halfshake.spi.Outcome;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Sends the packets of a loop: in batches, no faster than allowed, and again where no answer came. Belongs to the
 * loop's thread.
 */
final class PacketSender implements HostQueues.Sender {
    /**
     * A packet's round trip is counted from before the call that sends it: the more are in it, the later the last one
     * leaves, and the likelier the kernel runs another thread in between.
     */
    private static final int MAX_IN_A_CALL = 8;

    /** How often a packet is tried: the route may have changed, or an earlier packet's error be reported instead. */
    private static final int MAX_TRIES = 3;

    /** More than ever come between two calls, so that a packet is tried a bounded number of times. */
    private static final int MAX_STALE_ERRORS = 1_000;

    /** Measured: a packet takes the kernel from one to two microseconds, through a firewall and a tunnel some more. */
    private static final long MAX_SEND_NANOS = TimeUnit.MICROSECONDS.toNanos(5);

    /** Until the send buffer is tried again. */
    private static final long FULL_BUFFER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final EngineLoop<PacketProbe> loop;
    private final PacketReader reader;
    private final Runnable readAll;
    private final String engine;
    private final SystemCalls calls;
    private final PacketFormat format;
    private final PacketSettings settings;
    private final LongSupplier nanoTime;
    private final RouteCheck routeCheck;
    private final MmsgBuffers outgoing = new MmsgBuffers();
    private final Transmission[] batch = new Transmission[MAX_IN_A_CALL];
    private final ProbeQueue toSend = new ProbeQueue();
    private final ResendWheel wheel;
    private final SendLimit limit;
    private final HostQueues hosts;
    private final LoopTask tick;
    private final LoopTask unblock;

    /** Of the batch; what is behind them has still to be sent. */
    private int sentOfBatch;

    private boolean ticking;
    private boolean blocked;

    /**
     * Sends the packets of a loop.
     *
     * @param readAll reads what has arrived on all of its sockets
     * @param nanoTime on the scale of the probes' deadlines
     */
    PacketSender(
            EngineLoop<PacketProbe> loop,
            PacketReader reader,
            Runnable readAll,
            String engine,
            SystemCalls calls,
            PacketFormat format,
            PacketSettings settings,
            LongSupplier nanoTime) {
        this.loop = loop;
        this.reader = reader;
        this.readAll = readAll;
        this.engine = engine;
        this.calls = calls;
        this.format = format;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.routeCheck = new RouteCheck(engine, calls, settings.options());
        long now = nanoTime.getAsLong();
        this.wheel = new ResendWheel(now);
        this.limit = new SendLimit(settings.packetsPerSecond(), now);
        this.hosts = new HostQueues(settings.packetsPerSecondPerHost(), this);
        this.tick = loop.turn(this::tick);
        this.unblock = loop.turn(this::unblock);
    }

    RouteCheck routeCheck() {
        return routeCheck;
    }

    /** Adds a probe that is to be sent. */
    void add(PacketProbe probe) {
        toSend.addLast(probe);
    }

    /** Sends what may be sent now. */
    void flush() {
        keepTicking();
        format.newBatch();
        while (!blocked && !toSend.isEmpty()) {
            int count = fill();
            if (count == 0 || !send(count)) {
                return;
            }
        }
    }

    /** All that wait for their turn are to be ended. */
    void drain(BiConsumer<PacketProbe, Outcome> end) {
        wheel.drain(probe -> end.accept(probe, loop.gone(probe)));
        for (PacketProbe probe = toSend.poll(); probe != null; probe = toSend.poll()) {
            end.accept(probe, loop.gone(probe));
        }
        hosts.drain(probe -> end.accept(probe, loop.gone(probe)));
    }

    /** Writes the next packets, as many as fit into one call. */
    private int fill() {
        int count = 0;
        PacketSocket socket = null;
        long now = nanoTime.getAsLong();
        while (count < MAX_IN_A_CALL) {
            PacketProbe probe = toSend.peek();
            if (probe == null || (count > 0 && probe.socket != socket)) {
                return count;
            }
            if (probe.state == LoopProbe.State.OVER) {
                toSend.poll();
                hosts.passTurn(probe, now);
                continue;
            }
            if (probe.socket == null || !probe.socket.isOpen()) {
                toSend.poll();
                loop.finish(probe, loop.gone(probe));
                hosts.passTurn(probe, now);
                continue;
            }
            if (now - probe.request.deadlineNanos() >= 0) {
                toSend.poll();
                omit(probe, now);
                continue;
            }
            long wait = limit.untilFree(now);
            if (wait > 0) {
                block(wait);
                return count;
            }
            toSend.poll();
            if (isWritten(probe, count, now)) {
                limit.take(now);
                socket = probe.socket;
                count++;
            }
        }
        return count;
    }

    /** It is too late to send it. One that was sent before ends with the checker's command. */
    private void omit(PacketProbe probe, long now) {
        if (probe.sent == 0) {
            loop.finish(probe, new Outcome.Silent(loop.nothing()));
        } else if (limit.hasHeldUntil(probe.request.deadlineNanos())) {
            probe.heldBack();
        }
        hosts.passTurn(probe, now);
    }

    /** Whether its second packet was not sent in time, and no limit is the reason: silence is that of only one. */
    boolean hasMissedResend(PacketProbe probe) {
        return probe.hasMissedResend(nanoTime.getAsLong(), limit.hasHeldUntil(probe.request.deadlineNanos()));
    }

    /** An error here ends this probe only: those before it are in the batch already. */
    private boolean isWritten(PacketProbe probe, int message, long now) {
        try {
            return hosts.mayBeSent(probe, now) && write(probe, message);
        } catch (RuntimeException | Error e) {
            loop.fail(probe, e);
            hosts.passTurn(probe, now);
            return false;
        }
    }

    private boolean write(PacketProbe probe, int message) {
        PacketSocket socket = Objects.requireNonNull(probe.socket);
        Transmission transmission = new Transmission(probe);
        try {
            format.assignLocalId(transmission, socket);
        } catch (SystemCallException e) {
            // The local ID that it has by now is that of another. A second packet is left out, as without a socket.
            probe.heldBack();
            notSent(probe, e);
            return false;
        }
        try {
            probe.add(transmission);
            socket.flows.put(transmission, transmission);
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
        int length = format.write(transmission, outgoing.packets, MmsgBuffers.packetAt(message));
        InetSocketAddress address = transmission.probe.request.address();
        // raw(7): the port of the address is to be zero.
        int nameLength = SocketAddresses.write(address.getAddress(), 0, outgoing.names, MmsgBuffers.nameAt(message));
        outgoing.ready(message, length, nameLength);
    }

    /** The packet could not be sent. If another was, that one may still be answered. */
    private void fail(Transmission transmission, SystemCallException failure) {
        PacketProbe probe = transmission.probe;
        probe.remove(transmission);
        probe.resendRefused(failure);
        notSent(probe, failure);
    }

    private void notSent(PacketProbe probe, SystemCallException failure) {
        if (probe.sent == 0) {
            loop.finish(probe, ConnectErrors.atOnce(engine, failure));
        }
    }

    /** False if the rest has to wait. Whatever is thrown, nothing of the batch is lost. */
    private boolean send(int count) {
        sentOfBatch = 0;
        try {
            return sendBatch(Objects.requireNonNull(batch[0].probe.socket), count);
        } catch (RuntimeException | Error e) {
            for (int i = sentOfBatch; i < count; i++) {
                loop.fail(batch[i].probe, e);
            }
            return true;
        }
    }

    private boolean sendBatch(PacketSocket socket, int count) {
        int tries = 0;
        while (sentOfBatch < count) {
            int from = sentOfBatch;
            long before = nanoTime.getAsLong();
            long wallBefore = calls.wallNanos();
            int result = calls.send(socket.descriptor, outgoing, from, count - from);
            if (result > 0) {
                // One leaves after the other while the call lasts. Where it lasted longer, something else held it up.
                long wallEach = Math.min(MAX_SEND_NANOS, (calls.wallNanos() - wallBefore) / result);
                limit.sent();
                sentOfBatch += result;
                sent(from, result, before, wallBefore, wallEach);
                tries = 0;
                continue;
            }
            int errno = -result;
            if (errno == Errno.EAGAIN.number || errno == Errno.ENOBUFS.number || errno == Errno.ENOMEM.number) {
                limit.bufferFull();
                putBack(from, count);
                block(FULL_BUFFER_NANOS);
                return false;
            }
            reader.readErrors(socket);
            format.forget();
            tries++;
            if (tries < MAX_TRIES || routeCheck.isOfAnEarlierPacket(errno, batch[from].probe)) {
                if (tries < MAX_STALE_ERRORS && writeAgain(from)) {
                    continue;
                }
            }
            sentOfBatch++;
            fail(batch[from], new SystemCallException("sendmmsg(2)", errno));
            tries = 0;
        }
        return true;
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

    private void sent(int first, int count, long before, long wallBefore, long wallEach) {
        long now = nanoTime.getAsLong();
        for (int i = 0; i < count; i++) {
            Transmission transmission = batch[first + i];
            transmission.sentAt = before;
            transmission.sentWallNanos = wallBefore + wallEach * i;
            PacketProbe probe = transmission.probe;
            if (probe.state != LoopProbe.State.OVER) {
                sent(probe, now);
            }
        }
    }

    private void sent(PacketProbe probe, long now) {
        probe.hasTurn = false;
        try {
            if (probe.sent++ == 0) {
                probe.state = LoopProbe.State.SENT;
                probe.firstSentAt = now;
                probe.request.sent(now);
            } else {
                probe.resent(now);
            }
            planResend(probe, now);
        } catch (RuntimeException | Error e) {
            loop.fail(probe, e);
        }
    }

    private void planResend(PacketProbe probe, long now) {
        long delay = settings.resendDelay(probe.sent, probe.request.deadlineNanos() - now);
        if (delay != PacketSettings.NEVER) {
            try {
                sendAfter(probe, delay, now);
            } catch (RuntimeException | Error e) {
                // Out of memory, perhaps. What was sent may be answered all the same.
                LoopWarning.PACKET_NOT_RESENT.report(e);
            }
        }
    }

    @Override
    public void sendNext(PacketProbe probe) {
        probe.released(nanoTime.getAsLong(), ResendWheel.TICK_NANOS);
        toSend.addLast(probe);
    }

    @Override
    public void fail(PacketProbe probe, Throwable error) {
        loop.fail(probe, error);
    }

    @Override
    public void sendAfter(PacketProbe probe, long nanos, long now) {
        probe.planned(now + nanos, ResendWheel.TICK_NANOS);
        wheel.add(probe, now);
        keepTicking();
    }

    private void keepTicking() {
        if (!ticking && !wheel.isEmpty()) {
            ticking = loop.schedule(tick, ResendWheel.TICK_NANOS);
        }
    }

    private void tick() {
        ticking = false;
        // Before another is sent: the answer may be there already, if this thread was delayed.
        try {
            readAll.run();
            long now = nanoTime.getAsLong();
            wheel.advance(now, probe -> sendAgain(probe, now));
        } finally {
            flush();
        }
    }

    private void sendAgain(PacketProbe probe, long now) {
        if (probe.state == LoopProbe.State.OVER) {
            hosts.passTurn(probe, now);
            return;
        }
        probe.resendReached(now);
        toSend.addLast(probe);
    }

    /** They were not sent: their turn comes again, in the same order, with other local IDs. */
    private void putBack(int from, int count) {
        for (int i = count - 1; i >= from; i--) {
            Transmission transmission = batch[i];
            PacketProbe probe = transmission.probe;
            if (probe.state != LoopProbe.State.OVER) {
                probe.remove(transmission);
                toSend.addFirst(probe);
            }
        }
    }

    /** Sends nothing for a while: a full buffer, or a limit, is no verdict. */
    private void block(long nanos) {
        blocked = loop.schedule(unblock, nanos);
    }

    private void unblock() {
        blocked = false;
        flush();
    }
}
