package io.halfshake.linux;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;

/**
 * Event loops of an application's Netty, 4.2 or newer, for engines to run on instead of loops of their own:
 *
 * <pre>{@code
 * new HalfOpen().eventLoops(NettyLoops.of(group))
 * }</pre>
 *
 * <p>Halfshake needs Netty for this class alone, which is why the setups take this class and not Netty's.
 */
public final class NettyLoops {
    private final IoEventLoopGroup group;

    private NettyLoops(IoEventLoopGroup group) {
        this.group = group;
    }

    /**
     * Shares the event loops of this group.
     *
     * @param group drives epoll; not shut down with the checker
     * @return for {@link LinuxSetup#eventLoops(NettyLoops)}
     * @throws IllegalArgumentException if the group does not drive epoll
     */
    @SuppressWarnings("exports") // Who has a group requires Netty's module already.
    public static NettyLoops of(IoEventLoopGroup group) {
        if (!group.isCompatible(EpollIoHandle.class)) {
            throw new IllegalArgumentException(
                    "group: " + group.getClass().getName() + " (expected one that drives epoll)");
        }
        return new NettyLoops(group);
    }

    List<EventLoop> all() {
        List<EventLoop> loops = new ArrayList<>();
        for (EventExecutor executor : group) {
            loops.add(new NettyLoop((IoEventLoop) executor));
        }
        return loops;
    }
}
