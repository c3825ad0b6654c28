package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoopTaskTest {
    /** Else nothing would ever give it to the event loop again. */
    @Test
    void taskThatBeginsAtOnce_isNotTakenForQueued() {
        LoopTask task = new LoopTask(() -> {});
        int stage = task.stage();
        task.run();

        assertThat(task.queueAfter(stage)).isFalse();
        assertThat(task.queue()).isTrue();
        assertThat(task.queue()).isFalse();
    }
}
