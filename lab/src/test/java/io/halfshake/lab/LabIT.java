package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@RequiresLab
@Tag("own-loops")
class LabIT {
    /** As where the lab has had no processor for a while: a SYN waits for it, and then a question. */
    @Test
    void totals_haveWhatCameBeforeTheQuestion() throws Exception {
        try (Lab lab = Lab.start();
                SocketChannel client = SocketChannel.open()) {
            client.configureBlocking(false);
            NetworkCommands.run("kill -STOP " + lab.pid());
            CompletableFuture<String> continued;
            try {
                // The SYN has left when this returns.
                assertThat(client.connect(lab.address(StandardProtocolFamily.INET, 0)))
                        .isFalse();
            } finally {
                // The question below waits for the answer, so that another thread has to go on.
                continued =
                        CompletableFuture.supplyAsync(() -> NetworkCommands.run("sleep 0.5; kill -CONT " + lab.pid()));
            }

            // The kernel resends it where that takes a second.
            assertThat(lab.totals().syns()).isPositive();
            assertThat(continued.join()).isEmpty();
        }
    }
}
