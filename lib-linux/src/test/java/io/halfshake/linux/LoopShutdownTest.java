package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class LoopShutdownTest {
    private static final int MAX_TURNS = 1 << 18;

    private final Deque<LoopTask> scheduled = new ArrayDeque<>();
    private final LoopShutdown end = new LoopShutdown(new Unclosable(), OnLoop.unused());

    private final class Unclosable implements LoopShutdown.Owner {
        @Override
        public void stopBeginning() {}

        @Override
        public boolean releaseSome(int max) {
            throw new OutOfMemoryError("injected");
        }

        @Override
        public void refuseBacklog() {}

        @Override
        public LoopTask turn(Runnable work) {
            LoopTask turn = new LoopTask(work);
            scheduled.add(turn);
            return turn;
        }

        @Override
        public boolean schedule(LoopTask turn, long nanos) {
            return scheduled.add(turn);
        }

        @Override
        public void endTurn() {}
    }

    @Test
    void descriptorsThatCannotBeClosed_doNotKeepAnEventLoopBusyForEver() {
        for (int i = 0; i < MAX_TURNS && !scheduled.isEmpty(); i++) {
            scheduled.remove().run();
        }

        assertThat(scheduled).isEmpty();
        assertThat(end.isOver()).isTrue();
    }
}
