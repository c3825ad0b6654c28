package io.halfshake.testing;

import io.halfshake.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A TCP endpoint on the loopback interface that behaves as told.
 *
 * <pre>{@code
 * try (TcpPeer peer = TcpPeer.accepting()) {
 *     checker.checkAddr(peer.target(), timeout); // Up
 *     peer.become(PeerKind.REFUSING);
 *     checker.checkAddr(peer.target(), timeout); // Down, and the port is still this peer's
 * }
 * }</pre>
 *
 * <h2>Behaviour</h2>
 *
 * The operating system picks the port, and the peer holds it from start to {@link #close()}, whatever it is in between.
 * When a peer stops listening, the kernel resets the connections it had. Tried on Linux; elsewhere a full backlog may
 * refuse rather than stay silent, and then there is no silent peer but an {@link IllegalStateException}.
 *
 * <h2>Threading</h2>
 *
 * All methods may be called by any thread. A peer that accepts has one daemon thread, {@code tcp-peer-} and the port;
 * the others have none.
 *
 * <h2>Lifecycle</h2>
 *
 * {@link #close()} frees the port and every descriptor, and returns when the thread has ended. A second call has no
 * effect.
 */
public final class TcpPeer implements AutoCloseable {
    /** Longer than the 200 ms after which Linux sends an ACK that is held back. */
    private static final Duration LATE_ACKS = Duration.ofMillis(300);

    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong accepted = new AtomicLong();
    private final HeldPort port;
    private PeerKind kind;
    private PeerBehaviour behaviour;
    private boolean closed;

    private TcpPeer(HeldPort port, PeerKind kind) throws IOException {
        this.port = port;
        this.kind = kind;
        this.behaviour = PeerBehaviour.start(kind, port, accepted);
    }

    /**
     * A peer on 127.0.0.1 that accepts.
     *
     * @return a new peer; close it
     */
    public static TcpPeer accepting() {
        return open(PeerKind.ACCEPTING);
    }

    /**
     * A peer on 127.0.0.1 that listens and never accepts.
     *
     * @return a new peer; close it
     */
    public static TcpPeer neverAccepting() {
        return open(PeerKind.NEVER_ACCEPTING);
    }

    /**
     * A peer on 127.0.0.1 whose port is surely closed.
     *
     * @return a new peer; close it
     */
    public static TcpPeer refusing() {
        return open(PeerKind.REFUSING);
    }

    /**
     * A peer on 127.0.0.1 that answers no SYN.
     *
     * @return a new peer; close it
     * @throws IllegalStateException if a full backlog does not keep silent here
     */
    public static TcpPeer silent() {
        return open(PeerKind.SILENT);
    }

    /**
     * A peer on 127.0.0.1.
     *
     * @param kind what it does at first
     * @return a new peer; close it
     * @throws UncheckedIOException if the operating system has no port or descriptor left
     * @throws IllegalStateException if it was to be silent, and a full backlog does not keep silent here
     */
    public static TcpPeer open(PeerKind kind) {
        return open(kind, StandardProtocolFamily.INET);
    }

    /**
     * A peer on 127.0.0.1 or ::1.
     *
     * @param kind what it does at first
     * @param family {@link StandardProtocolFamily#INET} or {@link StandardProtocolFamily#INET6}
     * @return a new peer; close it
     * @throws IllegalArgumentException if the family is neither
     * @throws UncheckedIOException if the operating system has no port or descriptor left, or no such family
     * @throws IllegalStateException if it was to be silent, and a full backlog does not keep silent here
     */
    public static TcpPeer open(PeerKind kind, ProtocolFamily family) {
        Objects.requireNonNull(kind, "kind");
        HeldPort port = HeldPort.open(Loopback.address(family));
        boolean opened = false;
        try {
            TcpPeer peer = new TcpPeer(port, kind);
            opened = true;
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException("peer " + port.address() + ": " + kind + " failed", e);
        } finally {
            if (!opened) {
                port.close();
            }
        }
    }

    /**
     * Whether this machine can have a peer on ::1, found by binding a socket there.
     *
     * @return false also where IPv6 is switched off
     */
    public static boolean hasIpv6() {
        return Loopback.hasIpv6();
    }

    /**
     * Where the peer is.
     *
     * @return a resolved loopback address, the same for the peer's whole life
     */
    public InetSocketAddress address() {
        return port.address();
    }

    /**
     * The address as a checker takes it.
     *
     * @return such as {@code 127.0.0.1:40001} or {@code [::1]:40001}
     */
    public String target() {
        boolean ipv6 = Loopback.family(address().getAddress()) == StandardProtocolFamily.INET6;
        return new Target(ipv6 ? "::1" : "127.0.0.1", address().getPort()).toString();
    }

    /**
     * What the peer does now.
     *
     * @return the last kind it was told to be
     */
    public PeerKind kind() {
        lock.lock();
        try {
            return kind;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Behaves otherwise from now on, on the same port. What was in its accept queue is reset.
     *
     * @param next what to do; also where it is what the peer does already
     * @throws UncheckedIOException if the operating system does not let it listen
     * @throws IllegalStateException if the peer is closed, or was to be silent and a full backlog does not keep silent
     *     here; in the latter case it refuses
     */
    public void become(PeerKind next) {
        Objects.requireNonNull(next, "next");
        lock.lock();
        try {
            requireOpen();
            behaviour.close();
            kind = PeerKind.REFUSING;
            behaviour = PeerBehaviour.start(PeerKind.REFUSING, port, accepted);
            behaviour = PeerBehaviour.start(next, port, accepted);
            kind = next;
        } catch (IOException e) {
            throw new UncheckedIOException("peer " + port.address() + ": " + next + " failed", e);
        } finally {
            lock.unlock();
        }
    }

    /** Refuses from now on: {@link #become} {@link PeerKind#REFUSING}. */
    public void goDown() {
        become(PeerKind.REFUSING);
    }

    /** Accepts from now on: {@link #become} {@link PeerKind#ACCEPTING}. */
    public void goUp() {
        become(PeerKind.ACCEPTING);
    }

    /**
     * How many connections were accepted since the peer was made. A connection of this very moment may take a little to
     * be counted: see {@link #awaitAccepted}.
     *
     * @return zero or more
     * @throws UncheckedIOException if accepting failed, most likely for want of descriptors; the peer refuses since
     *     then
     */
    public long accepted() {
        lock.lock();
        try {
            IOException failure = behaviour.failure();
            if (failure != null) {
                throw new UncheckedIOException("peer " + port.address() + ": accept failed", failure);
            }
        } finally {
            lock.unlock();
        }
        return accepted.get();
    }

    /**
     * Waits until a number of connections have been accepted in all.
     *
     * @param count how many
     * @param timeout how long to wait at most
     * @return whether that number was reached in time; false also if the waiting thread is interrupted, whose flag
     *     stays set
     */
    public boolean awaitAccepted(long count, Duration timeout) {
        return Await.until(() -> accepted() >= count, timeout);
    }

    /**
     * Empties the accept queue of a peer that never accepts, and finds how many handshakes were completed. It waits 300
     * ms, longer than the 200 ms after which Linux completes a handshake that the other side is holding back.
     *
     * @return how many connections there were
     * @throws IllegalStateException if the peer does not listen without accepting
     */
    public int drainAccepted() {
        return drainAccepted(LATE_ACKS);
    }

    /**
     * Empties the accept queue of a peer that never accepts, and finds how many handshakes were completed. They count
     * as {@link #accepted()}.
     *
     * @param wait how long to look for latecomers; zero takes what is there
     * @return how many connections there were
     * @throws IllegalArgumentException if the wait is negative
     * @throws IllegalStateException if the peer does not listen without accepting
     */
    public int drainAccepted(Duration wait) {
        long nanos = Nanos.notNegative("wait", wait);
        lock.lock();
        try {
            requireOpen();
            if (!(behaviour instanceof AcceptQueue queue)) {
                throw new IllegalStateException("kind: " + kind + " (expected " + PeerKind.NEVER_ACCEPTING + ")");
            }
            int drained = queue.drain(nanos);
            accepted.addAndGet(drained);
            return drained;
        } catch (IOException e) {
            throw new UncheckedIOException("peer " + port.address() + ": accept failed", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                behaviour.close();
                port.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("peer " + port.address() + ": closed (expected open)");
        }
    }

    @Override
    public String toString() {
        return kind() + " peer at " + target();
    }
}
