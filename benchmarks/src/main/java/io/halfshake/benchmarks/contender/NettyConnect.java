package io.halfshake.benchmarks.contender;

import io.halfshake.benchmarks.workload.Expected;
import io.halfshake.benchmarks.workload.Job;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code Bootstrap.connect} on one epoll loop, with zero linger. */
final class NettyConnect implements Prober {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    @Override
    public void run(Job job, Counts counts) throws InterruptedException {
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.SO_LINGER, 0)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(job.timeoutMillis()))
                .handler(new Quiet());
        List<InetSocketAddress> targets = job.targets().addresses();
        Semaphore window = new Semaphore(job.inFlight());
        StartPacer pace = new StartPacer(job);
        for (int i = 0; i < job.checks(); i++) {
            pace.await(i);
            window.acquire();
            long start = System.nanoTime();
            ChannelFuture connected = bootstrap.connect(targets.get(i % targets.size()));
            var unused = connected.addListener(future -> ended(future.cause(), start, counts));
            var unusedToo = connected.addListener(future -> release(connected.channel(), window));
        }
        window.acquire(job.inFlight());
    }

    /** A channel that has no descriptor belongs to no event loop, and cannot be closed. */
    private static void release(Channel channel, Semaphore window) {
        if (channel.isRegistered()) {
            channel.close().addListener(closed -> window.release());
        } else {
            window.release();
        }
    }

    private static void ended(@Nullable Throwable cause, long start, Counts counts) {
        if (cause == null) {
            counts.add(Expected.UP);
        } else if (cause instanceof ConnectTimeoutException) {
            counts.silent(System.nanoTime() - start);
        } else if (cause instanceof ConnectException) {
            counts.add(Expected.REFUSED);
        } else {
            counts.other(cause.toString());
        }
    }

    /** The listener may reset a connection before it is closed here, which does not matter to the check. */
    @ChannelHandler.Sharable
    private static final class Quiet extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {}
    }

    @Override
    public void close() {
        var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
