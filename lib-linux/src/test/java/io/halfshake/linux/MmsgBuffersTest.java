package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MmsgBuffersTest {
    /** What the class reserves for the control data of a message. */
    private static final int CONTROL_LENGTH = 160;

    private static final int CONTROL_HEADER = 16;
    private static final int FUZZED = 300_000;

    private final MmsgBuffers messages = new MmsgBuffers();

    private void put(int at, long size, int level, int type) {
        messages.control().putLong(at, size).putInt(at + 8, level).putInt(at + 12, type);
    }

    @Test
    void controlMessageBehindOthers_isFound() {
        int message = MmsgBuffers.COUNT - 1;
        int at = message * CONTROL_LENGTH;
        put(at, 21, 0, 8);
        put(at + 24, 32, LibC.SOL_SOCKET, LibC.SO_TIMESTAMPNS);

        assertThat(messages.findControl(message, LibC.SOL_SOCKET, LibC.SO_TIMESTAMPNS))
                .isEqualTo(at + 24 + CONTROL_HEADER);
        assertThat(messages.findControl(message, 0, 8)).isEqualTo(at + CONTROL_HEADER);
        assertThat(messages.findControl(message, LibC.SOL_SOCKET, LibC.SO_MARK)).isEqualTo(-1);
        assertThat(messages.findControl(0, 0, 8)).isEqualTo(-1);
    }

    @Test
    void controlMessageOfInvalidLength_endsTheSearch() {
        for (long size : new long[] {0, 15, -1, Long.MIN_VALUE, Long.MAX_VALUE, CONTROL_LENGTH + 1}) {
            put(0, size, LibC.SOL_SOCKET, LibC.SO_TIMESTAMPNS);
            assertThat(messages.findControl(0, LibC.SOL_SOCKET, LibC.SO_TIMESTAMPNS))
                    .as("length %s", size)
                    .isEqualTo(-1);
        }
    }

    @Test
    void controlMessageSearch_staysInsideTheMessage() {
        SplittableRandom random = new SplittableRandom(7);
        ByteBuffer control = messages.control();
        byte[] noise = new byte[CONTROL_LENGTH];
        int found = 0;
        for (int i = 0; i < FUZZED; i++) {
            int message = random.nextInt(MmsgBuffers.COUNT);
            int start = message * CONTROL_LENGTH;
            random.nextBytes(noise);
            control.put(start, noise);
            // Mostly lengths that lead on, so that the walk goes further than one step.
            for (int at = start; at + CONTROL_HEADER <= start + CONTROL_LENGTH; at += 8 * random.nextInt(2, 7)) {
                put(at, random.nextLong(0, 60), random.nextInt(2), random.nextInt(40));
            }
            int data = messages.findControl(message, LibC.SOL_SOCKET, LibC.SO_TIMESTAMPNS);
            if (data >= 0) {
                found++;
                assertThat(data).isBetween(start + CONTROL_HEADER, start + CONTROL_LENGTH);
            }
        }
        assertThat(found).isPositive();
    }

    @Test
    void packetLongerThanItsBuffer_isCutThere() {
        messages.received(3, 65_535);
        assertThat(messages.received(3)).isEqualTo(MmsgBuffers.packetAt(1) - MmsgBuffers.packetAt(0));
    }
}
