package io.halfshake.linux;

import java.util.Set;

/** A kernel that takes some options of TCP and does not act on them. */
record LeakyCalls(SystemCalls calls, Set<Integer> ignored) implements SystemCalls {
    @Override
    public int setOption(int descriptor, int level, int option, NativeMemory value, int length) {
        boolean ignore = level == LibC.IPPROTO_TCP && ignored.contains(option);
        return ignore ? 0 : calls.setOption(descriptor, level, option, value, length);
    }

    @Override
    public int socket(int family, int type, int protocol) {
        return calls.socket(family, type, protocol);
    }

    @Override
    public int connect(int descriptor, NativeMemory address, int length) {
        return calls.connect(descriptor, address, length);
    }

    @Override
    public int disconnect(int descriptor) {
        return calls.disconnect(descriptor);
    }

    @Override
    public int bind(int descriptor, NativeMemory address, int length) {
        return calls.bind(descriptor, address, length);
    }

    @Override
    public int localAddress(int descriptor, NativeMemory into) {
        return calls.localAddress(descriptor, into);
    }

    @Override
    public int getOption(int descriptor, int level, int option, NativeMemory into, int length) {
        return calls.getOption(descriptor, level, option, into, length);
    }

    @Override
    public int send(int descriptor, MmsgBuffers messages, int first, int count) {
        return calls.send(descriptor, messages, first, count);
    }

    @Override
    public int receive(int descriptor, MmsgBuffers into) {
        return calls.receive(descriptor, into);
    }

    @Override
    public int receiveError(int descriptor, MmsgBuffers into) {
        return calls.receiveError(descriptor, into);
    }

    @Override
    public int epollCreate() {
        return calls.epollCreate();
    }

    @Override
    public int epollControl(int epoll, int operation, int descriptor, EpollEvents event) {
        return calls.epollControl(epoll, operation, descriptor, event);
    }

    @Override
    public int epollWait(int epoll, EpollEvents into, long nanos) {
        return calls.epollWait(epoll, into, nanos);
    }

    @Override
    public int eventFd() {
        return calls.eventFd();
    }

    @Override
    public int write(int descriptor, NativeMemory bytes) {
        return calls.write(descriptor, bytes);
    }

    @Override
    public long wallNanos() {
        return calls.wallNanos();
    }

    @Override
    public void close(int descriptor) {
        calls.close(descriptor);
    }

    @Override
    public long descriptorLimit() {
        return calls.descriptorLimit();
    }
}
