package io.halfshake.linux;

import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import org.junit.jupiter.api.AfterAll;

/** On the event loops of an application. */
@Requires(Need.RAW_SOCKETS)
class EchoOnNettyContractIT extends EchoContractIT {
    private static final NettyGroup GROUP = new NettyGroup(2);

    @AfterAll
    static void shutDown() {
        GROUP.close();
    }

    @Override
    protected CheckerBuilder builder() {
        return Checker.builder().engine(new Echo().eventLoops(GROUP.loops()).provider());
    }
}
