package app;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server that returns what it gets, and a client with one connection that stays and new ones. */
final class EchoService implements AutoCloseable {
    private static final long SECONDS = 60;

    private final EventLoopGroup loops = new EpollEventLoopGroup(1);
    private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();
    private final SocketAddress address;
    private final Channel standing;

    EchoService() throws InterruptedException, UnknownHostException {
        address = new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new Returning())
                .bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))
                .sync()
                .channel()
                .localAddress();
        standing = connect();
    }

    void echo(String text) throws InterruptedException {
        exchange(standing, text);
        Channel connection = connect();
        exchange(connection, text + ", on a new connection");
        connection.close().sync();
    }

    private Channel connect() throws InterruptedException {
        return new Bootstrap()
                .group(loops)
                .channel(EpollSocketChannel.class)
                .handler(new Receiving())
                .connect(address)
                .sync()
                .channel();
    }

    private void exchange(Channel connection, String text) throws InterruptedException {
        connection
                .writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8))
                .sync();
        StringBuilder received = new StringBuilder();
        while (received.length() < text.length()) {
            String reply = replies.poll(SECONDS, TimeUnit.SECONDS);
            if (reply == null) {
                throw new IllegalStateException("reply of the echo service: " + received + " (expected " + text + ")");
            }
            received.append(reply);
        }
        if (!received.toString().equals(text)) {
            throw new IllegalStateException("reply of the echo service: " + received + " (expected " + text + ")");
        }
    }

    @Override
    public void close() throws InterruptedException {
        loops.shutdownGracefully(0, SECONDS, TimeUnit.SECONDS).sync();
    }

    @Sharable
    private static final class Returning extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.writeAndFlush(message);
        }
    }

    private final class Receiving extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
            replies.add(message.toString(StandardCharsets.UTF_8));
        }
    }
}
