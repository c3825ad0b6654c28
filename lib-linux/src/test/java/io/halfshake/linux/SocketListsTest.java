package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SocketListsTest {
    @SuppressWarnings("NullAway") // A list asks nothing of the loop.
    private static HalfOpenSocket socket() {
        return new HalfOpenSocket(null, 1, LibC.AF_INET);
    }

    @Test
    void idleSockets_areLikeAStack() {
        SplittableRandom random = new SplittableRandom(7);
        IdleSockets idle = new IdleSockets();
        Deque<HalfOpenSocket> expected = new ArrayDeque<>();
        for (int i = 0; i < 10_000; i++) {
            if (random.nextBoolean()) {
                HalfOpenSocket socket = socket();
                idle.push(socket);
                expected.push(socket);
            } else {
                assertThat(idle.pop()).isSameAs(expected.poll());
            }
        }
    }

    @Test
    void closedSocket_isNotTakenForAnIdleOne() {
        IdleSockets idle = new IdleSockets();
        HalfOpenSocket open = socket();
        HalfOpenSocket closed = socket();
        idle.push(open);
        idle.push(closed);
        closed.isOpen = false;

        assertThat(idle.pop()).isSameAs(open);
        assertThat(idle.pop()).isNull();
    }

    @Test
    void unneededSockets_areThoseBeyondTheMostThatWereTaken() {
        IdleSockets idle = new IdleSockets();
        List<HalfOpenSocket> taken = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            idle.push(socket());
        }
        assertThat(idle.popUnneeded(10)).as("before the first trim period").isNull();
        idle.startTrimPeriod();
        for (int i = 0; i < 70; i++) {
            taken.add(Objects.requireNonNull(idle.pop()));
        }
        taken.forEach(idle::push);

        assertThat(popUnneeded(idle, 10)).isEqualTo(30);
        idle.startTrimPeriod();
        assertThat(popUnneeded(idle, 10))
                .as("but for those that are always kept")
                .isEqualTo(60);
        assertThat(idle.pop()).isNotNull();
    }

    private static int popUnneeded(IdleSockets idle, int alwaysKept) {
        int count = 0;
        while (idle.popUnneeded(alwaysKept) != null) {
            count++;
        }
        return count;
    }

    @Test
    void retiredSocket_keepsItsPlaceAndIsListedOnce() {
        RetiredSockets retired = new RetiredSockets();
        HalfOpenSocket first = socket();
        HalfOpenSocket second = socket();
        retired.add(first);
        retired.add(second);
        retired.add(first);

        assertThat(retired.poll()).isSameAs(first);
        retired.add(first);
        assertThat(retired.poll()).isSameAs(second);
        assertThat(retired.isEmpty()).isFalse();
        assertThat(retired.poll()).isSameAs(first);
        assertThat(retired.poll()).isNull();
        assertThat(retired.isEmpty()).isTrue();
    }

    @Test
    void waitingSocketsWithoutAProbe_areTakenOffTheList() {
        WaitingSockets waiting = new WaitingSockets();
        HalfOpenSocket first = socket();
        HalfOpenSocket second = socket();
        waiting.add(first);
        waiting.add(second);
        waiting.add(first);
        List<HalfOpenSocket> read = new ArrayList<>();

        assertThat(waiting.readDue(10, read::add)).isTrue();
        assertThat(waiting.isEmpty()).isTrue();
        assertThat(read).isEmpty();
        waiting.add(second);
        assertThat(second.isListed).isTrue();
        assertThat(waiting.isEmpty()).isFalse();
    }
}
