package io.halfshake.linux;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Real system calls, some of which fail as the test says. Counts descriptors, so that a leak shows. */
final class FaultyCalls implements SystemCalls {
    static {
        // Tests make calls before an engine is open and after it is closed.
        LibCBinding.retain();
    }

    private final Map<String, Fault> faults = new ConcurrentHashMap<>();
    private final Set<Integer> open = ConcurrentHashMap.newKeySet();
    private final Set<Integer> datagrams = ConcurrentHashMap.newKeySet();
    private final Set<Integer> netlinks = ConcurrentHashMap.newKeySet();
    private final Set<Integer> diags = ConcurrentHashMap.newKeySet();
    private final AtomicInteger listenersLookedUp = new AtomicInteger();
    private final AtomicInteger datagramsOpened = new AtomicInteger();
    private final AtomicInteger stray = new AtomicInteger();
    private final ThreadLocal<NativeCalls> real = ThreadLocal.withInitial(NativeCalls::new);

    private final AtomicReference<CompletableFuture<Void>> heldSend =
            new AtomicReference<>(CompletableFuture.completedFuture(null));
    private volatile Duration heldUp = Duration.ZERO;

    private record Fault(int errno, AtomicInteger spared, AtomicInteger times) {}

    /** The next {@code times} calls of this name fail with this error. */
    void fail(String call, Errno errno, int times) {
        failAfter(0, call, errno, times);
    }

    /** The same, after {@code spared} calls that succeed. */
    void failAfter(int spared, String call, Errno errno, int times) {
        faults.put(call, new Fault(errno.number, new AtomicInteger(spared), new AtomicInteger(times)));
    }

    void mend() {
        faults.clear();
    }

    int openDescriptors() {
        return open.size();
    }

    /** Those that stay open after an engine's close(), which waits for its loops for some seconds only. */
    long descriptorsLeft() {
        return Leftovers.of(open::size);
    }

    /** How often the kernel was asked for a route. */
    int datagramsOpened() {
        return datagramsOpened.get();
    }

    /** How often the kernel was asked whether something listens. */
    int listenersLookedUp() {
        return listenersLookedUp.get();
    }

    /** From now on routes change all the time: a lost notification is a change too. */
    void changeRoutes() {
        fail("netlink recvmmsg", Errno.ENOBUFS, Integer.MAX_VALUE);
    }

    /** Every connect from now on is held up before it reaches the kernel. */
    void holdUpConnect(Duration time) {
        heldUp = time;
    }

    /** The next call that sends packets waits for this, and its thread with it. */
    void holdUpSend(CompletableFuture<Void> until) {
        heldSend.set(until);
    }

    /** Calls on a descriptor that was not open: its number may have been reused. */
    int strayCalls() {
        return stray.get();
    }

    private void expectOpen(int descriptor) {
        if (!open.contains(descriptor)) {
            stray.incrementAndGet();
        }
    }

    private int injected(String call) {
        Fault fault = faults.get(call);
        if (fault == null || fault.spared.getAndDecrement() > 0) {
            return 0;
        }
        return fault.times.getAndDecrement() > 0 ? -fault.errno : 0;
    }

    private static String kind(int family, int type, int protocol) {
        if (isDiag(family, protocol)) {
            return "diag socket";
        }
        return switch (type) {
            case LibC.SOCK_DGRAM -> "datagram socket";
            case LibC.SOCK_RAW -> family == LibC.AF_NETLINK ? "netlink socket" : "raw socket";
            default -> "socket";
        };
    }

    private static boolean isDiag(int family, int protocol) {
        return family == LibC.AF_NETLINK && protocol == LibC.NETLINK_SOCK_DIAG;
    }

    @Override
    public int socket(int family, int type, int protocol) {
        boolean datagram = type == LibC.SOCK_DGRAM;
        int injected = injected(kind(family, type, protocol));
        int result = injected < 0 ? injected : real.get().socket(family, type, protocol);
        if (result >= 0) {
            open.add(result);
        }
        if (result >= 0 && datagram) {
            datagrams.add(result);
            datagramsOpened.incrementAndGet();
        }
        if (result >= 0 && isDiag(family, protocol)) {
            diags.add(result);
        } else if (result >= 0 && family == LibC.AF_NETLINK) {
            netlinks.add(result);
        }
        return result;
    }

    @Override
    public int connect(int descriptor, NativeMemory address, int length) {
        expectOpen(descriptor);
        if (datagrams.contains(descriptor)) {
            int injected = injected("datagram connect");
            return injected < 0 ? injected : real.get().connect(descriptor, address, length);
        }
        Stall.of(heldUp);
        int injected = injected("connect");
        // EINTR interrupts only the caller: the SYN is on its way (connect(2)).
        if (injected < 0 && injected != -Errno.EINTR.number) {
            return injected;
        }
        int result = real.get().connect(descriptor, address, length);
        return injected < 0 ? injected : result;
    }

    @Override
    public int disconnect(int descriptor) {
        expectOpen(descriptor);
        int injected = injected("disconnect");
        return injected < 0 ? injected : real.get().disconnect(descriptor);
    }

    @Override
    public int bind(int descriptor, NativeMemory address, int length) {
        int injected = injected("bind");
        return injected < 0 ? injected : real.get().bind(descriptor, address, length);
    }

    @Override
    public int localAddress(int descriptor, NativeMemory into) {
        return real.get().localAddress(descriptor, into);
    }

    @Override
    public int setOption(int descriptor, int level, int option, NativeMemory value, int length) {
        int injected = injected("setsockopt");
        return injected < 0 ? injected : real.get().setOption(descriptor, level, option, value, length);
    }

    @Override
    public int getOption(int descriptor, int level, int option, NativeMemory into, int length) {
        expectOpen(descriptor);
        int injected = injected("getsockopt");
        return injected < 0 ? injected : real.get().getOption(descriptor, level, option, into, length);
    }

    @Override
    public int send(int descriptor, MmsgBuffers messages, int first, int count) {
        expectOpen(descriptor);
        if (diags.contains(descriptor)) {
            listenersLookedUp.incrementAndGet();
        }
        if (!diags.contains(descriptor) && !netlinks.contains(descriptor)) {
            heldSend.getAndSet(CompletableFuture.completedFuture(null)).join();
        }
        int injected = injected(diags.contains(descriptor) ? "diag sendmmsg" : "sendmmsg");
        return injected < 0 ? injected : real.get().send(descriptor, messages, first, count);
    }

    @Override
    public int receive(int descriptor, MmsgBuffers into) {
        expectOpen(descriptor);
        if (diags.contains(descriptor)) {
            int injected = injected("diag recvmmsg");
            return injected < 0 ? injected : real.get().receive(descriptor, into);
        }
        int injected = injected(netlinks.contains(descriptor) ? "netlink recvmmsg" : "recvmmsg");
        if (injected == 0 && !netlinks.contains(descriptor) && injected("rest of recvmmsg") < 0) {
            // An error that arrives during the call ends it after the first packet, which is not one of ours.
            into.received(0, 0);
            return 1;
        }
        return injected < 0 ? injected : real.get().receive(descriptor, into);
    }

    @Override
    public int receiveError(int descriptor, MmsgBuffers into) {
        expectOpen(descriptor);
        return real.get().receiveError(descriptor, into);
    }

    @Override
    public int epollCreate() {
        int injected = injected("epoll_create1");
        return opened(injected < 0 ? injected : real.get().epollCreate());
    }

    @Override
    public int eventFd() {
        int injected = injected("eventfd");
        return opened(injected < 0 ? injected : real.get().eventFd());
    }

    private int opened(int result) {
        if (result >= 0) {
            open.add(result);
        }
        return result;
    }

    @Override
    public int epollControl(int epoll, int operation, int descriptor, EpollEvents event) {
        expectOpen(epoll);
        expectOpen(descriptor);
        int injected = injected("epoll_ctl");
        return injected < 0 ? injected : real.get().epollControl(epoll, operation, descriptor, event);
    }

    @Override
    public int epollWait(int epoll, EpollEvents into, long nanos) {
        expectOpen(epoll);
        int injected = injected("epoll_wait");
        return injected < 0 ? injected : real.get().epollWait(epoll, into, nanos);
    }

    @Override
    public int write(int descriptor, NativeMemory bytes) {
        expectOpen(descriptor);
        int injected = injected("write");
        return injected < 0 ? injected : real.get().write(descriptor, bytes);
    }

    @Override
    public long wallNanos() {
        return real.get().wallNanos();
    }

    @Override
    public void close(int descriptor) {
        expectOpen(descriptor);
        // Before the number can be given to the next.
        open.remove(descriptor);
        datagrams.remove(descriptor);
        netlinks.remove(descriptor);
        diags.remove(descriptor);
        real.get().close(descriptor);
    }

    @Override
    public long descriptorLimit() {
        return real.get().descriptorLimit();
    }
}
