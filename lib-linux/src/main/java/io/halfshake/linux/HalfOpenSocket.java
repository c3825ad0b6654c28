package io.halfshake.linux;

import org.jspecify.annotations.Nullable;

/** A kernel socket, registered with one event loop for as long as it is open. Belongs to that loop's thread. */
final class HalfOpenSocket implements EpollHandler {
    /** The loop of a socket, called on its thread. */
    interface Owner {
        /** There may be something to read. */
        void ready(HalfOpenSocket socket);

        /** Reading it failed, or readying it. Never throws. */
        void fail(HalfOpenSocket socket, Throwable error);

        /** The event loop is shutting down. */
        void closedByEventLoop(HalfOpenSocket socket);

        /** The event loop is done with this socket for now. Never throws. */
        void endTurn();
    }

    final int descriptor;
    final int family;
    private final Owner loop;

    @Nullable
    EpollRegistration registration;

    /** Until the descriptor is closed; its number may be reused from then on. */
    boolean isOpen = true;

    /** Whether it may still report an error of a connection that it had before. */
    boolean mayHoldOldError;

    /** Whether it is bound to a port, which a disconnect does not undo. */
    boolean keepsPort;

    /** Whether it is listed in {@link WaitingSockets}. */
    boolean isListed;

    /** The next one there. */
    @Nullable
    HalfOpenSocket listedBehind;

    /** The one below it in {@link IdleSockets}. */
    @Nullable
    HalfOpenSocket below;

    /** Whether it is among the {@link RetiredSockets}, from which one that is no longer retired is not taken out. */
    boolean isAmongRetired;

    /** The next one there. */
    @Nullable
    HalfOpenSocket retiredBehind;

    /** Whether it was silent until its deadline, and still has to be disconnected. */
    boolean isRetired;

    /** Since when, on the scale of {@link System#nanoTime()}. */
    long retiredAt;

    /** The probe that this socket serves; null while it is idle or retired. */
    @Nullable
    HalfOpenProbe probe;

    HalfOpenSocket(Owner loop, int descriptor, int family) {
        this.loop = loop;
        this.descriptor = descriptor;
        this.family = family;
    }

    @Override
    public int descriptor() {
        return descriptor;
    }

    @Override
    public void ready() {
        try {
            loop.ready(this);
        } catch (RuntimeException | Error e) {
            loop.fail(this, e);
        } finally {
            loop.endTurn();
        }
    }

    @Override
    public void close() {
        try {
            loop.closedByEventLoop(this);
        } catch (RuntimeException | Error e) {
            LoopWarning.SOCKET_NOT_CLOSED.report(e);
        } finally {
            loop.endTurn();
        }
    }
}
