package io.halfshake.testing;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What a peer does on its port, until it is closed. */
interface PeerBehaviour extends AutoCloseable {
    /** Enough that the kernel's own limit, net.core.somaxconn, decides. */
    int LARGE_BACKLOG = 1 << 16;

    static PeerBehaviour start(PeerKind kind, HeldPort port, AtomicLong accepted) throws IOException {
        return switch (kind) {
            case ACCEPTING -> AcceptLoop.start(port.listen(LARGE_BACKLOG), accepted);
            case NEVER_ACCEPTING -> new AcceptQueue(port.listen(LARGE_BACKLOG));
            case SILENT -> FullBacklog.fill(port);
            case REFUSING -> {
                port.hold();
                yield () -> {};
            }
        };
    }

    /** What ended the behaviour before its time, if anything did. */
    default @Nullable IOException failure() {
        return null;
    }

    /** Returns when nothing listens any more. */
    @Override
    void close();
}
