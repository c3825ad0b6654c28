package io.halfshake.linux;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.unix.FileDescriptor;
import org.jspecify.annotations.Nullable;

/** A kernel socket, registered with one event loop for as long as it is open. Belongs to that loop's thread. */
final class HalfOpenSocket implements EpollIoHandle {
    final int descriptor;
    final int family;
    private final FileDescriptor fileDescriptor;
    private final HalfOpenLoop loop;

    @Nullable
    IoRegistration registration;

    /** Until the descriptor is closed; its number may be somebody else's from then on. */
    boolean isOpen = true;

    /** When it last asked, on the scale of {@link System#nanoTime()}. */
    long askedAt;

    /** Nothing has come that would have to be reset, and it still has to be disconnected. */
    boolean isSpent;

    /** Since when, on the scale of {@link System#nanoTime()}. */
    long spentAt;

    /** What this socket is asking now; null while it rests or is spent. */
    @Nullable
    HalfOpenQuestion question;

    HalfOpenSocket(HalfOpenLoop loop, int descriptor, int family) {
        this.loop = loop;
        this.descriptor = descriptor;
        this.family = family;
        this.fileDescriptor = new FileDescriptor(descriptor);
    }

    @Override
    public FileDescriptor fd() {
        return fileDescriptor;
    }

    @Override
    public void handle(IoRegistration unused, IoEvent event) {
        loop.ready(this);
    }

    /** The event loop is going away. */
    @Override
    public void close() {
        loop.closedByEventLoop(this);
    }
}
