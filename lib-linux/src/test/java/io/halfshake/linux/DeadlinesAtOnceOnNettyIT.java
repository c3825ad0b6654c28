package io.halfshake.linux;

import org.junit.jupiter.api.AfterEach;

/** On an event loop of an application. */
class DeadlinesAtOnceOnNettyIT extends DeadlinesAtOnceIT {
    private final NettyGroup group = new NettyGroup(1);

    @AfterEach
    void shutDown() {
        group.close();
    }

    @Override
    HalfOpen setup() {
        return super.setup().eventLoops(group.loops());
    }
}
