package io.halfshake.linux;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Is notified by the kernel of any change of a link, an address, a route, a nexthop or a rule (rtnetlink(7)). Belongs
 * to its loop's thread.
 */
final class RouteChanges implements EpollHandler {
    /**
     * The kernel reports a nexthop before it removes the routes that go with it (linux/net/ipv4/nexthop.c,
     * remove_nexthop()): what is asked in between still finds them.
     */
    static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final SystemCalls calls;
    private final Runnable onChange;
    private final MmsgBuffers messages = new MmsgBuffers();
    private final int descriptor;
    private @Nullable EpollRegistration registration;
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
        boolean bound = false;
        try {
            bind();
            bound = true;
        } finally {
            if (!bound) {
                calls.close(descriptor);
            }
        }
    }

    private void bind() {
        NativeMemory address = new NativeMemory(SocketAddresses.MAX_LENGTH);
        int length = SocketAddresses.writeNetlink(LibC.ROUTE_GROUPS, address);
        int result = calls.bind(descriptor, address, length);
        if (result < 0) {
            throw new SystemCallException("bind(AF_NETLINK)", -result);
        }
    }

    /** On the loop's thread, until it returns once. */
    void register(EventLoop eventLoop) {
        if (registration == null) {
            registration = eventLoop.register(this, LibC.EPOLLIN);
        }
    }

    /** Whether anything has changed since then, on the scale of {@link System#nanoTime()}, or was about to settle. */
    boolean hasChangedSince(long time) {
        return hasChanged && changedAt - time >= 0;
    }

    /** Reads the kernel's notifications. */
    void read() {
        int received = MmsgBuffers.COUNT;
        while (isOpen && received == MmsgBuffers.COUNT) {
            received = calls.receive(descriptor, messages);
            messages.empty(Math.max(0, received));
            // What has changed does not matter, and that some of it was lost (ENOBUFS) is a change too.
            if (received > 0 || received == -Errno.ENOBUFS.number) {
                changed();
                onChange.run();
            }
        }
    }

    private void changed() {
        hasChanged = true;
        changedAt = System.nanoTime() + SETTLING_NANOS;
    }

    @Override
    public int descriptor() {
        return descriptor;
    }

    @Override
    public void ready() {
        try {
            read();
        } catch (RuntimeException | Error e) {
            LoopWarning.ROUTE_CHANGES_NOT_READ.report(e);
            changed();
        }
    }

    /** Also where the event loop is going away. Never throws. */
    @Override
    public void close() {
        if (!isOpen) {
            return;
        }
        isOpen = false;
        if (registration != null) {
            registration.cancel();
        }
        try {
            calls.close(descriptor);
        } catch (RuntimeException | Error e) {
            LoopWarning.NETLINK_NOT_CLOSED.report(e);
        }
    }
}
