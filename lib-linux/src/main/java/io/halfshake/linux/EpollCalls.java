package io.halfshake.linux;

/** The system calls that {@link EpollLoop} needs. As in {@link SystemCalls}, what fails returns its negated errno. */
interface EpollCalls {
    /** epoll_create1(2), close-on-exec. Returns its descriptor. */
    int epollCreate();

    /** epoll_ctl(2), with the first of these events. */
    int epollControl(int epoll, int operation, int descriptor, EpollEvents event);

    /** epoll_wait(2) for that long at most, or without a limit if that is negative. Returns how many events came. */
    int epollWait(int epoll, EpollEvents into, long nanos);

    /** eventfd(2), non-blocking and close-on-exec. Returns its descriptor. */
    int eventFd();

    /** write(2), also while another thread makes a call that is no write. Returns how many bytes were written. */
    int write(int descriptor, NativeMemory bytes);

    /** close(2), also where there is no memory: the descriptor is free then, whatever the kernel returns. */
    void close(int descriptor);
}
