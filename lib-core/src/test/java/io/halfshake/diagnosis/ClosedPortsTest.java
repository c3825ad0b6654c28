package io.halfshake.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClosedPortsTest {
    @Test
    void choose_picksTwoPortsButNeverTheTargetPort() {
        Random random = new Random(5);
        for (int asked = ClosedPorts.FIRST - 2; asked <= ClosedPorts.LAST + 2; asked++) {
            for (int round = 0; round < 20; round++) {
                assertThat(ClosedPorts.choose(asked, random::nextInt))
                        .hasSize(2)
                        .doesNotHaveDuplicates()
                        .doesNotContain(asked)
                        .allMatch(port -> port >= ClosedPorts.FIRST && port <= ClosedPorts.LAST);
            }
        }
    }

    @Test
    void choose_takesTheNextPortWhereRandomNumbersRepeat() {
        assertThat(ClosedPorts.choose(ClosedPorts.LAST, bound -> bound - 1))
                .containsExactly(ClosedPorts.FIRST, ClosedPorts.FIRST + 1);
        Queue<Integer> numbers = new ArrayDeque<>(List.of(9, 9, 0));
        assertThat(ClosedPorts.choose(80, bound -> numbers.remove()))
                .containsExactly(ClosedPorts.FIRST + 9, ClosedPorts.FIRST + 10);
    }
}
