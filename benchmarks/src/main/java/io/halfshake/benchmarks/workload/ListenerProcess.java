package io.halfshake.benchmarks.workload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A listener on loopback in a process of its own, so that its CPU time does not count as the checks'. It accepts
 * completed connections, which would otherwise fill the queue and make later checks time out; half-open checks are
 * never accepted. It prints its port, and for each line of input the number accepted; it ends when its input ends.
 */
final class ListenerProcess {
    private static final int BACKLOG = 65_535;

    /** At this number, finished connections are closed, so that descriptors do not run out. */
    private static final int MAX_AT_ONCE = 256;

    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final AtomicLong accepted = new AtomicLong();
    private final ByteBuffer nothing = ByteBuffer.allocate(1);
    private volatile boolean ended;

    private ListenerProcess() throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] arguments) throws IOException {
        ListenerProcess process = new ListenerProcess();
        System.out.println(((InetSocketAddress) process.listener.getLocalAddress()).getPort());
        Thread answers = new Thread(process::answer, "answers");
        // A failure of the loop ends the process, and with it what the parent waits for.
        answers.setDaemon(true);
        answers.start();
        process.loop();
    }

    private void answer() {
        try {
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (input.readLine() != null) {
                System.out.println(accepted);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ended = true;
            selector.wakeup();
        }
    }

    private void loop() throws IOException {
        while (!ended) {
            selector.select();
            for (SelectionKey key : selector.selectedKeys()) {
                if (key.isAcceptable()) {
                    accept();
                } else {
                    end((SocketChannel) key.channel());
                }
            }
            selector.selectedKeys().clear();
        }
    }

    private void accept() throws IOException {
        for (int i = 0; i < MAX_AT_ONCE; i++) {
            SocketChannel channel = listener.accept();
            if (channel == null) {
                return;
            }
            accepted.incrementAndGet();
            // After the client's close, a reset from here saves it TIME_WAIT, and frees its port.
            channel.setOption(StandardSocketOptions.SO_LINGER, 0).configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
        }
    }

    private void end(SocketChannel channel) throws IOException {
        try (channel) {
            int unused = channel.read(nothing.clear());
        } catch (IOException e) {
            // The client has reset it.
            return;
        }
    }
}
