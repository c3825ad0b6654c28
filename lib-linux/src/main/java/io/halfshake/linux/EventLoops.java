package io.halfshake.linux;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;

/** The event loops that an engine runs on, one or more. */
final class EventLoops {
    private EventLoops() {}

    static List<LoopThread> own(String engine, int count) {
        List<LoopThread> threads = new ArrayList<>();
        boolean all = false;
        try {
            for (int i = 0; i < count; i++) {
                threads.add(LoopThread.own("halfshake-" + engine));
            }
            all = true;
            return threads;
        } finally {
            if (!all) {
                end(threads);
            }
        }
    }

    /** The user's. Throws if they do not drive epoll. */
    static List<LoopThread> of(IoEventLoopGroup group) {
        if (!group.isCompatible(EpollIoHandle.class)) {
            throw new IllegalArgumentException(
                    "eventLoopGroup: " + group.getClass().getName() + " (expected one that drives epoll)");
        }
        List<LoopThread> threads = new ArrayList<>();
        for (EventExecutor executor : group) {
            threads.add(new LoopThread((IoEventLoop) executor));
        }
        return threads;
    }

    /** Ends those that are ours to end. */
    static void end(List<LoopThread> threads) {
        long deadline = System.nanoTime() + LoopThread.CLOSE_WAIT_NANOS;
        threads.forEach(thread -> thread.end(deadline));
        threads.forEach(thread -> thread.awaitEnd(deadline));
    }
}
