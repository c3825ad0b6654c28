package io.halfshake.linux;

/**
 * Disconnects sockets that were silent until their deadlines, some in each turn. Other deadlines that have passed go
 * first: their checks are late until then, and no check waits for a socket to be disconnected. Belongs to the loop's
 * thread.
 */
final class SocketCleaner {
    private final EngineLoop<?> loop;
    private final SocketPool pool;
    private final LoopTask cleanSome;
    private boolean isPlanned;

    SocketCleaner(EngineLoop<?> loop, SocketPool pool) {
        this.loop = loop;
        this.pool = pool;
        this.cleanSome = loop.turn(this::cleanSome);
    }

    void cleanSoon() {
        if (!isPlanned && pool.hasRetired()) {
            isPlanned = loop.schedule(cleanSome, 0);
        }
    }

    private void cleanSome() {
        isPlanned = false;
        if (loop.isClosed()) {
            return;
        }
        // They come to an end: 1,024 are judged between two polls, and no more than 256 probes begun.
        if (!loop.deadlinesWait()) {
            pool.disconnectSome(EngineLoop.BURST);
        }
        cleanSoon();
    }
}
