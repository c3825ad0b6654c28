package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SocketListsIT {
    /** A list that cannot grow would lose sockets that stay open, or the probes that wait for them. */
    @Test
    void noSocket_isLostInAFullHeap() throws Exception {
        int all = SocketsInAFullHeap.SOCKETS;

        assertThat(new ForkedJvm(SocketsInAFullHeap.class)
                        .options("-Xmx24m", "-XX:+UseSerialGC")
                        .run()
                        .output())
                .containsExactly("failed 0", "idle " + all, "retired " + all, "waiting " + all);
    }
}
