package io.halfshake.linux;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Hears from the kernel of any change of a link, an address, a route or a rule (rtnetlink(7)). Belongs to its loop's
 * thread.
 */
final class RouteChanges implements EpollIoHandle {
    private final SystemCalls calls;
    private final Runnable onChange;
    private final Messages messages = new Messages();
    private final int descriptor;
    private final FileDescriptor fileDescriptor;
    private @Nullable IoRegistration registration;
    private boolean isOpen = true;
    private boolean hasChanged;
    private long changedAt;

    /** Null where a sandbox allows no netlink: then the kernel is asked more often. */
    static @Nullable RouteChanges listen(SystemCalls calls, Runnable onChange) {
        try {
            return new RouteChanges(calls, onChange);
        } catch (SystemCallException e) {
            return null;
        }
    }

    /** Throws with the system call and its error. */
    private RouteChanges(SystemCalls calls, Runnable onChange) {
        this.calls = calls;
        this.onChange = onChange;
        this.descriptor = calls.socket(LibC.AF_NETLINK, LibC.SOCK_RAW, LibC.NETLINK_ROUTE);
        if (descriptor < 0) {
            throw new SystemCallException("socket(AF_NETLINK)", -descriptor);
        }
        NativeMemory address = new NativeMemory(SocketAddresses.LONGEST);
        int length = SocketAddresses.writeNetlink(LibC.ROUTE_GROUPS, address);
        int bound = calls.bind(descriptor, address, length);
        if (bound < 0) {
            calls.close(descriptor);
            throw new SystemCallException("bind(AF_NETLINK)", -bound);
        }
        this.fileDescriptor = new FileDescriptor(descriptor);
    }

    /** On the loop's thread, once. */
    void register(IoEventLoop eventLoop) {
        registration = eventLoop.register(this).getNow();
        if (registration == null) {
            throw new IllegalStateException("epoll registration failed");
        }
        registration.submit(EpollIoOps.EPOLLIN);
    }

    /** Whether anything has changed since then, on the scale of {@link System#nanoTime()}. */
    boolean hasChangedSince(long time) {
        return hasChanged && changedAt - time >= 0;
    }

    /** Takes in what the kernel has told by now. */
    void read() {
        int received = Messages.COUNT;
        while (isOpen && received == Messages.COUNT) {
            received = calls.receive(descriptor, messages);
            messages.empty(Math.max(0, received));
            // What has changed does not matter, and that some of it was lost (ENOBUFS) is a change too.
            if (received > 0 || received == -Errno.ENOBUFS.number) {
                hasChanged = true;
                changedAt = System.nanoTime();
                onChange.run();
            }
        }
    }

    @Override
    public FileDescriptor fd() {
        return fileDescriptor;
    }

    @Override
    public void handle(IoRegistration unused, IoEvent event) {
        read();
    }

    /** Also where the event loop is going away. */
    @Override
    public void close() {
        if (!isOpen) {
            return;
        }
        isOpen = false;
        if (registration != null) {
            CheckingLoop.cancel(registration);
        }
        calls.close(descriptor);
    }
}
