package io.halfshake.linux;

/** Of a descriptor that an event loop polls. Called on the loop's thread. */
interface EpollHandler {
    int descriptor();

    /** It may have something to tell. */
    void ready();

    /** The event loop is going away, and the descriptor must be closed. */
    void close();
}
