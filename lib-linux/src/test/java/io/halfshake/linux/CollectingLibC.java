package io.halfshake.linux;

import java.lang.ref.WeakReference;

/**
 * Run in a JVM of its own that compiles {@link NativeCalls}: a C library in which each call takes so long that garbage
 * is collected meanwhile. Prints of each call whether the memory that only its argument refers to has stayed.
 */
final class CollectingLibC extends LibC {
    private static WeakReference<Object> argument = new WeakReference<>(null);

    private boolean isKept;

    public static void main(String[] arguments) {
        CollectingLibC libC = new CollectingLibC();
        NativeCalls calls = new NativeCalls(libC);

        calls.connect(3, memory(), 16);
        libC.print("connect");
        calls.bind(3, memory(), 16);
        libC.print("bind");
        calls.localAddress(3, memory());
        libC.print("localAddress");
        calls.setOption(3, 0, 0, memory(), 4);
        libC.print("setOption");
        calls.getOption(3, 0, 0, memory(), 4);
        libC.print("getOption");
        calls.write(3, memory());
        libC.print("write");
        calls.send(3, messages(), 0, 1);
        libC.print("send");
        calls.receive(3, messages());
        libC.print("receive");
        calls.receiveError(3, messages());
        libC.print("receiveError");
        calls.epollControl(3, LibC.EPOLL_CTL_ADD, 4, events());
        libC.print("epollControl");
        calls.epollWait(3, events(), 0);
        libC.print("epollWait");
        calls.epollWait(3, events(), 1_000);
        libC.print("epollWait, exact");
    }

    private static NativeMemory memory() {
        NativeMemory memory = new NativeMemory(SocketAddresses.MAX_LENGTH);
        argument = new WeakReference<>(memory);
        return memory;
    }

    private static MmsgBuffers messages() {
        MmsgBuffers messages = new MmsgBuffers();
        argument = new WeakReference<>(messages);
        return messages;
    }

    private static EpollEvents events() {
        EpollEvents events = new EpollEvents(1);
        argument = new WeakReference<>(events);
        return events;
    }

    private void print(String call) {
        System.out.println(call + ": " + (isKept ? "kept" : "collected"));
    }

    private int collect() {
        System.gc();
        isKept = argument.get() != null;
        return 0;
    }

    @Override
    int socket(int domain, int type, int protocol) {
        return collect();
    }

    @Override
    int connect(int descriptor, long address, int length) {
        return collect();
    }

    @Override
    int bind(int descriptor, long address, int length) {
        return collect();
    }

    @Override
    int getsockname(int descriptor, long address, long length) {
        return collect();
    }

    @Override
    int setsockopt(int descriptor, int level, int option, long value, int length) {
        return collect();
    }

    @Override
    int getsockopt(int descriptor, int level, int option, long value, long length) {
        return collect();
    }

    @Override
    int sendmmsg(int descriptor, long messages, int count, int flags) {
        return collect();
    }

    @Override
    int recvmmsg(int descriptor, long messages, int count, int flags, long timeout) {
        return collect();
    }

    @Override
    long recvmsg(int descriptor, long message, int flags) {
        return collect();
    }

    @Override
    int epoll_create1(int flags) {
        return collect();
    }

    @Override
    int epoll_ctl(int epoll, int operation, int descriptor, long event) {
        return collect();
    }

    @Override
    int epoll_wait(int epoll, long events, int max, int millis) {
        return collect();
    }

    @Override
    int eventfd(int initial, int flags) {
        return collect();
    }

    @Override
    long write(int descriptor, long bytes, long length) {
        return collect();
    }

    @Override
    long syscall(long number, long first, long second, long third, long fourth, long fifth, long sixth) {
        return collect();
    }

    @Override
    int clock_gettime(int clock, long time) {
        return collect();
    }

    @Override
    void close(int descriptor) {
        int unused = collect();
    }

    @Override
    int getrlimit(int resource, long limit) {
        return collect();
    }
}
