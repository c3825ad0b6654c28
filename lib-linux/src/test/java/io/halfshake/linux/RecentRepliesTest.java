package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class RecentRepliesTest {
    private static final long MILLISECOND = 1_000_000;

    private final RecentReplies recent = new RecentReplies();

    private static InetSocketAddress target(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    void recentReply_contradictsARefusalAboutTheSameTime() {
        assertThat(recent.contradict(target(80), 0)).isFalse();
        recent.add(target(80), 100 * MILLISECOND);

        assertThat(recent.contradict(target(80), 50 * MILLISECOND)).isTrue();
        assertThat(recent.contradict(target(80), 110 * MILLISECOND)).isTrue();
        assertThat(recent.contradict(target(80), 110 * MILLISECOND + 1)).isFalse();
    }

    @Test
    void recentReply_saysNothingAboutAnotherTarget() {
        recent.add(target(80), 100 * MILLISECOND);

        for (int port = 1; port < 5_000; port++) {
            assertThat(recent.contradict(target(port), 100 * MILLISECOND)).isEqualTo(port == 80);
        }
    }
}
