package io.halfshake.linux;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;

/** On an event loop of an application. */
class StallOnNettyIT extends StallIT {
    private final NettyGroup group = new NettyGroup(1);

    StallOnNettyIT() throws IOException {}

    @AfterEach
    void shutDown() {
        group.close();
    }

    @Override
    HalfOpen setup() {
        return super.setup().eventLoops(group.loops());
    }
}
