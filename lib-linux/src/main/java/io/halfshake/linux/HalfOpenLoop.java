package io.halfshake.linux;

import io.halfshake.DownReason;
import io.halfshake.Signal;
import io.halfshake.UnknownReason;
import io.halfshake.internal.EphemeralPorts;
import io.halfshake.internal.LocalDrops;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The checking loop of kernel sockets: one event loop's sockets and their probes.
 *
 * <p>An event is a hint, never an answer. The state is read from the socket itself, so that an event meant for an
 * earlier check can do no harm. An answered socket is reset as soon as it has been read.
 */
final class HalfOpenLoop extends EngineLoop<HalfOpenProbe> implements HalfOpenSocket.Owner {
    private static final long TRIM_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Sockets to try before a doubtful finding is the result. */
    private static final int MAX_ATTEMPTS = 3;

    private final SystemCalls calls;
    private final SocketPool pool;
    private final SocketCleaner cleaner;
    private final HalfOpenReader reader;
    private final LocalListeners listeners;
    private final RouteCheck routeCheck;
    private final UnsentSyns unsent;
    private final NativeMemory address = new NativeMemory(SocketAddresses.MAX_LENGTH);
    private final RecentReplies recent = new RecentReplies();
    private final @Nullable RouteChanges changes;
    private final WaitingSockets waiting = new WaitingSockets();
    private final LoopTask readWaiting = turn(this::readWaiting);
    private final LoopTask trim = turn(this::trim);
    private boolean readPlanned;
    private boolean listening;
    private boolean trimming;

    HalfOpenLoop(EventLoop eventLoop, SystemCalls calls, SocketFactory factory, int maxOpen) {
        super(EngineNames.HALF_OPEN, eventLoop);
        this.calls = calls;
        this.routeCheck = new RouteCheck(EngineNames.HALF_OPEN, calls, factory.options());
        this.unsent = new UnsentSyns(calls, LocalDrops.here());
        this.changes = RouteChanges.listen(calls, () -> {});
        boolean made = false;
        try {
            LocalAddresses addresses = new LocalAddresses(changes);
            this.reader = new HalfOpenReader(calls, changes, addresses);
            this.listeners = new LocalListeners(calls, factory.options(), EphemeralPorts.ofThisMachine(), addresses);
            this.pool = new SocketPool(this, reader, eventLoop, calls, factory, maxOpen);
            this.cleaner = new SocketCleaner(this, pool);
            made = true;
        } finally {
            if (!made && changes != null) {
                changes.close();
            }
        }
    }

    @Override
    HalfOpenProbe loopProbe(Probe probe) {
        return new HalfOpenProbe(probe, this);
    }

    @Override
    void begin(HalfOpenProbe probe) {
        try {
            if (changes != null && !listening) {
                changes.register(eventLoop);
                listening = true;
            }
            send(probe, pool.take(SocketAddresses.family(probe.request.address().getAddress())));
        } catch (SystemCallException e) {
            finish(probe, reader.atOnce(probe.syns, e));
            return;
        }
        if (!trimming) {
            trimming = schedule(trim, TRIM_NANOS);
        }
    }

    private void send(HalfOpenProbe probe, HalfOpenSocket first) {
        HalfOpenSocket socket = first;
        int result = connect(probe, socket);
        if (result == -Errno.ENODEV.number) {
            // The interface that the socket was bound to is gone. By now there may be another of that name.
            socket = replace(probe, socket, null);
            result = connect(probe, socket);
        }
        if (result < 0 && result != -Errno.EINPROGRESS.number && result != -Errno.EINTR.number) {
            end(probe, socket, reader.atOnce(probe.syns, new SystemCallException("connect(2)", -result)), true);
            return;
        }
        probe.sentBy = System.nanoTime();
        if (probe.syns++ == 0) {
            probe.firstSentAt = probe.sentAt;
            // Not before: a delay until here must not count against the target.
            probe.request.sent(probe.sentBy);
        }
        readSoon(socket);
    }

    /** With another socket, from another port. */
    private void sendAgain(HalfOpenProbe probe, HalfOpenSocket doubtful, @Nullable Outcome outcome) {
        try {
            probe.wasRefused |= outcome instanceof Outcome.Denied;
            probe.wasAnswered |= outcome instanceof Outcome.Answered;
            send(probe, replace(probe, doubtful, outcome));
        } catch (SystemCallException e) {
            finish(probe, reader.afterReset(probe, reader.atOnce(probe.syns, e)));
        }
    }

    private HalfOpenSocket replace(HalfOpenProbe probe, HalfOpenSocket useless, @Nullable Outcome outcome) {
        useless.probe = null;
        probe.socket = null;
        pool.discard(useless);
        if (outcome != null) {
            // Before another socket is opened: to make room for it, the reader may read one.
            reader.afterReset(probe, outcome);
        }
        HalfOpenSocket another = pool.open(useless.family);
        probe.hold(another);
        if (probe.wasAnswered) {
            listeners.bindOutsideRange(another);
        }
        return another;
    }

    private int connect(HalfOpenProbe probe, HalfOpenSocket socket) {
        probe.hold(socket);
        int length = SocketAddresses.write(probe.request.address(), address);
        probe.state = LoopProbe.State.SENT;
        probe.dropsBefore = unsent.before();
        probe.sentAt = System.nanoTime();
        probe.isRead = false;
        probe.hasSource = false;
        probe.localErrno = 0;
        return calls.connect(socket.descriptor, address, length);
    }

    @Override
    void finalRead() {
        if (!finalReads.isEmpty() && changes != null) {
            changes.read();
        }
        for (LoopProbe next = finalReads.next(); next != null; next = finalReads.next()) {
            if (next instanceof HalfOpenProbe probe && probe.state != LoopProbe.State.OVER) {
                finalRead(probe);
            }
        }
        cleaner.cleanSoon();
    }

    /** At the deadline the socket is read once more: what has arrived counts. */
    private void finalRead(HalfOpenProbe probe) {
        try {
            HalfOpenSocket socket = Objects.requireNonNull(probe.socket, "socket: null (expected the one asked from)");
            Outcome outcome = reader.read(socket, probe);
            if (outcome == null) {
                end(probe, socket, probe.proven(reader.silent(probe)), probe.mayHaveLostRoute(changes));
            } else {
                end(probe, socket, believed(probe, outcome), true);
            }
        } catch (RuntimeException | Error e) {
            fail(probe, e);
        }
    }

    @Override
    public void ready(HalfOpenSocket socket) {
        HalfOpenProbe probe = socket.probe;
        if (!socket.isOpen) {
            return;
        }
        if (probe == null) {
            if (socket.isRetired) {
                // An answer after the deadline: reset as promptly as one in time.
                pool.clean(socket, true);
            }
            return;
        }
        try {
            Outcome outcome = reader.read(socket, probe);
            if (isDoubtful(probe, outcome)) {
                sendAgain(probe, socket, outcome);
            } else if (outcome != null) {
                end(probe, socket, believed(probe, outcome), true);
            }
        } catch (RuntimeException | Error e) {
            fail(probe, e);
        }
    }

    private boolean isDoubtful(HalfOpenProbe probe, @Nullable Outcome outcome) {
        return probe.syns < MAX_ATTEMPTS
                && probe.command() == LoopProbe.Command.NONE
                && (reader.isDoubtful() || isContradicted(probe, outcome) || isUnproven(probe, outcome));
    }

    /** Another socket of this machine may have answered that connects, too. A second answer is a listener's. */
    private boolean isUnproven(HalfOpenProbe probe, @Nullable Outcome outcome) {
        return outcome instanceof Outcome.Answered
                && !probe.wasAnswered
                && listeners.mayBeMissing(probe.request.address());
    }

    /** By then the target has forgotten the earlier check, so that a second refusal is one. */
    private boolean isContradicted(HalfOpenProbe probe, @Nullable Outcome outcome) {
        return outcome instanceof Outcome.Denied denied
                && denied.evidence().signal() == Signal.RST
                && probe.syns == 1
                && recent.contradict(probe.request.address(), probe.sentAt);
    }

    /** What is found where there is no time to ask again. */
    private Outcome believed(HalfOpenProbe probe, Outcome outcome) {
        if (isSilence(outcome)) {
            return probe.proven(outcome);
        }
        if (isUnproven(probe, outcome)) {
            Throwable cause = new IllegalStateException("SYN-ACK: of no listener on this machine (expected one)");
            return new Outcome.Failed(UnknownReason.LOCAL_FAILURE, cause, outcome.evidence());
        }
        return isContradicted(probe, outcome)
                ? new Outcome.Failed(
                        UnknownReason.LOCAL_FAILURE,
                        new IllegalStateException("RST: soon after an answer to an earlier check (expected a SYN-ACK)"),
                        outcome.evidence())
                : outcome;
    }

    private void readSoon(HalfOpenSocket socket) {
        waiting.add(socket);
        if (!readPlanned) {
            readPlanned = schedule(readWaiting, WaitingSockets.WAIT_NANOS);
        }
    }

    private void readWaiting() {
        readPlanned = false;
        boolean all = waiting.readDue(BURST, this::readAhead);
        // A probe that was sent again may have planned the next reading.
        if (!readPlanned) {
            readPlanned =
                    !isClosed() && !waiting.isEmpty() && schedule(readWaiting, all ? WaitingSockets.WAIT_NANOS : 0);
        }
    }

    /** Also the address it asks from, so that this need not be read when many deadlines pass at once. */
    private void readAhead(HalfOpenSocket socket) {
        ready(socket);
        HalfOpenProbe probe = socket.probe;
        if (probe == null) {
            return;
        }
        try {
            probe.hasSource = routeCheck.hasSource(socket, probe.request.address());
        } catch (RuntimeException | Error e) {
            fail(probe, e);
        }
    }

    private void end(HalfOpenProbe probe, HalfOpenSocket socket, Outcome found, boolean mayBeLost) {
        Outcome outcome = routeCheck.orLocalFailure(found, socket, probe, mayBeLost);
        if (probe.localErrno != 0 && isSilence(outcome)) {
            // The route is back, but what was to leave by it may not have left.
            SystemCallException localFailure = new SystemCallException("connect(2)", probe.localErrno);
            outcome = ConnectErrors.gone(
                    EngineNames.HALF_OPEN, localFailure, outcome.evidence().syns());
        }
        if (isSilence(outcome)) {
            outcome = unsent.orLocalFailure(outcome, socket, probe, reader.isSynDropped());
        }
        socket.probe = null;
        if (outcome instanceof Outcome.Silent) {
            // Nothing has come that would have to be reset, and other probes may be waiting for their outcomes.
            pool.retire(socket, probe.request.address().getAddress());
            probe.socket = null;
            finish(probe, outcome);
        } else {
            pool.reset(socket, probe.request.address().getAddress());
            probe.socket = null;
            if (outcome instanceof Outcome.Answered) {
                recent.add(probe.request.address(), System.nanoTime());
                if (probe.wasAnswered) {
                    listeners.add(probe.request.address());
                }
            }
            finish(probe, reader.afterReset(probe, outcome));
        }
    }

    /** The kernel may have stopped resending before the deadline. */
    private static boolean isSilence(Outcome outcome) {
        return outcome instanceof Outcome.Silent
                || (outcome instanceof Outcome.Denied denied && denied.reason() == DownReason.TIMED_OUT);
    }

    @Override
    void abandon(HalfOpenProbe probe) {
        HalfOpenSocket socket = probe.socket;
        if (socket != null) {
            socket.probe = null;
            probe.socket = null;
            discard(socket, true);
        }
    }

    /** Closes a socket, whatever has come. True if the handshake was or may have been completed. */
    private boolean discard(HalfOpenSocket socket, boolean mayBeAnswered) {
        boolean isRead = mayBeAnswered && socket.isOpen;
        try {
            if (isRead) {
                reader.readLate(socket);
            }
        } finally {
            pool.discard(socket);
        }
        return isRead && reader.afterLateReset();
    }

    /** Reading or readying this socket failed: it is closed, and its probe ends. Never throws. */
    @Override
    public void fail(HalfOpenSocket socket, Throwable error) {
        HalfOpenProbe probe = socket.probe;
        if (probe != null) {
            fail(probe, error);
            return;
        }
        try {
            pool.discard(socket);
        } catch (RuntimeException | Error e) {
            LoopWarning.SOCKET_NOT_CLOSED.report(e);
        }
    }

    private void trim() {
        trimming = false;
        if (!isClosed() && pool.trimSome(BURST)) {
            trimming = schedule(trim, 0);
            return;
        }
        trimming = !isClosed() && pool.startTrimPeriod() && schedule(trim, TRIM_NANOS);
    }

    @Override
    public void closedByEventLoop(HalfOpenSocket socket) {
        closedByEventLoop();
        release(socket);
    }

    /** Closes a socket and ends its probe: nothing may touch its descriptor any more. */
    private void release(HalfOpenSocket socket) {
        HalfOpenProbe probe = socket.probe;
        socket.probe = null;
        boolean completed = false;
        try {
            completed = discard(socket, probe != null || socket.isRetired);
        } finally {
            if (probe != null) {
                probe.socket = null;
                Outcome.Failed gone = gone(probe);
                finish(probe, completed ? reader.completed(gone) : gone);
            }
        }
    }

    @Override
    public boolean releaseSome(int most) {
        listeners.close();
        if (changes != null) {
            changes.close();
        }
        for (int i = 0; i < most; i++) {
            HalfOpenSocket socket = pool.anyOpen();
            if (socket == null) {
                return true;
            }
            release(socket);
        }
        return false;
    }

    @Override
    int longestAnswerWaitMillis() {
        return reader.longestWaitMillis();
    }

    @Override
    long completedHandshakes() {
        return reader.completedHandshakes();
    }
}
