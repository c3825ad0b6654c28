package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final int THREADS = 3;
    private static final int EACH = 5_000;

    private final Inbox inbox = new Inbox(Inbox.Kind.STARTS);

    @SuppressWarnings("NullAway") // An inbox uses only the link of a probe.
    private static final class Letter extends LoopProbe {
        final int sender;
        final int number;

        Letter(int sender, int number) {
            super(null, null);
            this.sender = sender;
            this.number = number;
        }

        @Override
        int sent() {
            return 0;
        }
    }

    private static void read(@Nullable LoopProbe first, List<Letter> into) {
        for (LoopProbe probe = first; probe != null; probe = probe.next) {
            into.add((Letter) probe);
        }
    }

    @Test
    void takeAll_returnsEachOnceInArrivalOrder() {
        List<Letter> read = new ArrayList<>();
        inbox.add(new Letter(0, 0));
        inbox.add(new Letter(0, 1));
        inbox.add(new Letter(0, 2));
        read(inbox.takeAll(), read);
        inbox.add(new Letter(0, 3));
        read(inbox.takeAll(), read);

        assertThat(read).extracting(letter -> letter.number).containsExactly(0, 1, 2, 3);
        assertThat(inbox.takeAll()).isNull();
    }

    @Test
    void concurrentAdds_loseNothing() throws InterruptedException {
        List<Thread> threads = IntStream.range(0, THREADS)
                .mapToObj(sender -> new Thread(() -> send(sender)))
                .toList();
        threads.forEach(Thread::start);
        List<Letter> read = new ArrayList<>();
        while (threads.stream().anyMatch(Thread::isAlive)) {
            read(inbox.takeAll(), read);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        read(inbox.takeAll(), read);

        for (int sender = 0; sender < THREADS; sender++) {
            int from = sender;
            assertThat(read.stream().filter(letter -> letter.sender == from))
                    .extracting(letter -> letter.number)
                    .containsExactlyElementsOf(IntStream.range(0, EACH).boxed().toList());
        }
        assertThat(read).hasSize(THREADS * EACH);
    }

    private void send(int sender) {
        for (int number = 0; number < EACH; number++) {
            inbox.add(new Letter(sender, number));
        }
    }
}
