package io.halfshake.linux;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The event loops that an engine runs on.
 *
 * @param loops at least one
 * @param end ends them, if they are ours to end
 */
record EventLoops(List<IoEventLoop> loops, Runnable end) {
    private static final long CLOSE_WAIT_SECONDS = 5;

    static EventLoops own(String engine, int count) {
        IoEventLoopGroup group = new MultiThreadIoEventLoopGroup(
                count, new DefaultThreadFactory("halfshake-" + engine, true), EpollIoHandler.newFactory());
        return new EventLoops(
                loopsOf(group),
                () -> group.shutdownGracefully(0, CLOSE_WAIT_SECONDS, TimeUnit.SECONDS)
                        .awaitUninterruptibly(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS));
    }

    /** The user's. Throws if they do not drive epoll. */
    static EventLoops of(IoEventLoopGroup group) {
        if (!group.isCompatible(EpollIoHandle.class)) {
            throw new IllegalArgumentException(
                    "eventLoopGroup: " + group.getClass().getName() + " (expected one that drives epoll)");
        }
        return new EventLoops(loopsOf(group), () -> {});
    }

    private static List<IoEventLoop> loopsOf(IoEventLoopGroup group) {
        List<IoEventLoop> loops = new ArrayList<>();
        for (EventExecutor executor : group) {
            loops.add((IoEventLoop) executor);
        }
        return List.copyOf(loops);
    }
}
