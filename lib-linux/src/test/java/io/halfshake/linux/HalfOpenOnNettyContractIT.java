package io.halfshake.linux;

import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import io.halfshake.testing.CheckerContract;
import org.junit.jupiter.api.AfterAll;

/** On the event loops of an application. */
class HalfOpenOnNettyContractIT extends CheckerContract {
    private static final NettyGroup GROUP = new NettyGroup(2);

    @AfterAll
    static void shutDown() {
        GROUP.close();
    }

    @Override
    protected CheckerBuilder builder() {
        return Checker.builder().engine(new HalfOpen().eventLoops(GROUP.loops()).provider());
    }
}
