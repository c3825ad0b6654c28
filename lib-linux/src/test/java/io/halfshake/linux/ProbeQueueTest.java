package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProbeQueueTest {
    private static PacketProbe probe() {
        return UnusedProbe.asPackets(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
    }

    @Test
    void queue_isLikeADeque() {
        SplittableRandom random = new SplittableRandom(7);
        ProbeQueue queue = new ProbeQueue();
        Deque<PacketProbe> expected = new ArrayDeque<>();
        for (int i = 0; i < 10_000; i++) {
            PacketProbe probe = probe();
            switch (random.nextInt(5)) {
                case 0 -> {
                    queue.addFirst(probe);
                    expected.addFirst(probe);
                }
                case 1, 2 -> {
                    queue.addLast(probe);
                    expected.addLast(probe);
                }
                default -> assertThat(queue.poll()).isSameAs(expected.poll());
            }
            assertThat(queue.peek()).isSameAs(expected.peek());
            assertThat(queue.isEmpty()).isEqualTo(expected.isEmpty());
        }
    }

    @Test
    void probeThatWasRemoved_mayBeAddedAgain() {
        ProbeQueue queue = new ProbeQueue();
        PacketProbe first = probe();
        PacketProbe second = probe();
        queue.addLast(first);
        queue.addLast(second);
        assertThat(queue.poll()).isSameAs(first);
        queue.addLast(first);
        assertThat(queue.poll()).isSameAs(second);
        assertThat(queue.poll()).isSameAs(first);
        assertThat(queue.poll()).isNull();
    }
}
