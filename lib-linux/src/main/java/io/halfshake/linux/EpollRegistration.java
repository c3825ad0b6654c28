package io.halfshake.linux;

/** A descriptor that an event loop polls. */
interface EpollRegistration {
    /**
     * Takes the descriptor out of epoll, before it is closed: by the loop's thread, or by any once that runs nothing
     * any more. Never throws; further calls do nothing.
     */
    void cancel();
}
