package io.halfshake.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StandardOutputPollTest {
    /** As JNA does where it finds a native library of another version. */
    @Test
    void errorInPoll_stopsPollingAndIsNoClosedOutput() {
        AtomicInteger calls = new AtomicInteger();
        StandardOutputPoll poll = new StandardOutputPoll(1, pollfd -> {
            calls.incrementAndGet();
            throw new Error("another version");
        });

        assertThat(poll.getAsBoolean()).isFalse();
        assertThat(poll.getAsBoolean()).isFalse();
        assertThat(calls).hasValue(1);
    }
}
