package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswerLifetimeTest {
    @Test
    void lookupAnswer_isReusedForHalfTheJdkCacheTime() {
        long halfOfDefault = 15_000_000_000L;
        assertThat(AnswerLifetime.nanos(null, null)).isEqualTo(halfOfDefault);
        assertThat(AnswerLifetime.nanos("-1", null)).isEqualTo(halfOfDefault);
        assertThat(AnswerLifetime.nanos("3600", null)).isEqualTo(halfOfDefault);
        assertThat(AnswerLifetime.nanos("forever", null)).isEqualTo(halfOfDefault);
        assertThat(AnswerLifetime.nanos(" 5 ", null)).isEqualTo(2_500_000_000L);
        assertThat(AnswerLifetime.nanos("0", null)).isZero();
    }

    @Test
    void jdkSystemProperty_appliesWhereSecurityPropertyDoesNot() {
        assertThat(AnswerLifetime.nanos(null, "0")).isZero();
        assertThat(AnswerLifetime.nanos("forever", "0x4")).isEqualTo(2_000_000_000L);
        assertThat(AnswerLifetime.nanos("10", "0")).isEqualTo(5_000_000_000L);
        assertThat(AnswerLifetime.nanos(null, "never")).isEqualTo(15_000_000_000L);
    }
}
