package io.halfshake.lab;

import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import io.halfshake.linux.HalfOpen;
import io.halfshake.linux.NettyLoops;
import io.halfshake.linux.Syn;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;

/** Engines on an event loop of an application. Apart, since Netty may not be there. */
final class NettyEngines {
    static final String THREADS = "lab-netty";

    private static final IoEventLoopGroup GROUP =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(THREADS, true), EpollIoHandler.newFactory());

    private NettyEngines() {}

    static CheckerBuilder halfOpen() {
        return Checker.builder()
                .engine(new HalfOpen().eventLoops(NettyLoops.of(GROUP)).provider());
    }

    static CheckerBuilder syn() {
        return Checker.builder()
                .engine(new Syn().eventLoops(NettyLoops.of(GROUP)).provider());
    }
}
