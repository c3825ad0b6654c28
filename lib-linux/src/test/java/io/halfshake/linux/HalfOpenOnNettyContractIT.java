package io.halfshake.linux;

import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import io.halfshake.testing.CheckerContract;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;

/** On the event loops of an application. */
class HalfOpenOnNettyContractIT extends CheckerContract {
    private static final IoEventLoopGroup GROUP = new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());

    @AfterAll
    static void shutDown() {
        Future<?> unused = GROUP.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    }

    @Override
    protected CheckerBuilder builder() {
        return Checker.builder()
                .engine(new HalfOpen().eventLoops(NettyLoops.of(GROUP)).provider());
    }
}
