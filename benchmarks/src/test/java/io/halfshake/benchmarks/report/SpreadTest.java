package io.halfshake.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void spread_hasTheMedianAndBothEnds() {
        assertThat(Spread.of(5, 1, 4)).isEqualTo(new Spread(4, 1, 5));
    }

    @Test
    void spreadOfAnEvenNumber_hasTheMeanOfTheMiddleTwo() {
        assertThat(Spread.of(4, 1, 2, 9)).isEqualTo(new Spread(3, 1, 9));
    }

    @Test
    void spreadOfNothing_isRefused() {
        assertThatThrownBy(Spread::of)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("values: none (expected one or more)");
    }
}
