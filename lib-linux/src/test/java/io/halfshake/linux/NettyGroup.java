package io.halfshake.linux;

import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.util.concurrent.TimeUnit;

/** An application's event loop group, which is still there after the engines that share it. */
final class NettyGroup implements AutoCloseable {
    private final IoEventLoopGroup group;

    /** Of that many event loops. */
    NettyGroup(int size) {
        group = new MultiThreadIoEventLoopGroup(size, EpollIoHandler.newFactory());
    }

    NettyLoops loops() {
        return NettyLoops.of(group);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
