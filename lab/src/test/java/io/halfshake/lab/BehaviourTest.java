package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BehaviourTest {
    private static long millis(int millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "silent",
                "open delay=20ms jitter=5ms lose=1",
                "open delay=300ms,50ms",
                "refused delay=250us",
                "open lose=1,3 lose-answer=2",
                "open loss=10.0%",
                "open copies=2 forge=wrong-ack",
                "open flap=30ms:refused",
                "syn-proxy fragments mute"
            })
    void toString_returnsWhatWasParsed(String text) {
        assertThat(Behaviour.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @EnumSource
    void parse_readsEveryAnswer(Answer answer) {
        Behaviour behaviour = Behaviour.parse(answer.text());

        assertThat(behaviour.answer()).isEqualTo(answer);
        assertThat(behaviour).hasToString(answer.text());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void parse_readsEveryForgery(Forgery forgery) {
        assertThat(Behaviour.parse("open forge=" + forgery.text()).forgery()).isEqualTo(forgery);
    }

    @Test
    void parse_readsEveryOption() {
        Behaviour behaviour = Behaviour.parse(
                "  open delay=1s,50ms jitter=5us lose=1,3 lose-answer=2 loss=0.5% copies=3 flap=2s:silent ");

        assertThat(behaviour.delays()).isEqualTo(List.of(millis(1_000), millis(50)));
        assertThat(behaviour.jitter()).isEqualTo(5_000);
        assertThat(behaviour.loses(1)).isTrue();
        assertThat(behaviour.loses(2)).isFalse();
        assertThat(behaviour.loses(3)).isTrue();
        assertThat(behaviour.losesAnswer(1)).isFalse();
        assertThat(behaviour.losesAnswer(2)).isTrue();
        assertThat(behaviour.loss()).isEqualTo(0.005);
        assertThat(behaviour.copies()).isEqualTo(3);
        assertThat(behaviour.fragments()).isFalse();
        assertThat(behaviour.mute()).isFalse();
    }

    @Test
    void delay_repeatsTheLastOneGiven() {
        Behaviour behaviour = Behaviour.parse("open delay=300ms,50ms");

        assertThat(behaviour.delay(1)).isEqualTo(millis(300));
        assertThat(behaviour.delay(2)).isEqualTo(millis(50));
        assertThat(behaviour.delay(7)).isEqualTo(millis(50));
    }

    @Test
    void answerAt_flapsToTheOtherAnswerAndBack() {
        Behaviour behaviour = Behaviour.parse("open flap=30ms:refused");

        assertThat(behaviour.answerAt(millis(0))).isEqualTo(Answer.OPEN);
        assertThat(behaviour.answerAt(millis(29))).isEqualTo(Answer.OPEN);
        assertThat(behaviour.answerAt(millis(30))).isEqualTo(Answer.REFUSED);
        assertThat(behaviour.answerAt(millis(60))).isEqualTo(Answer.OPEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ajar | answer: ajar (expected one of open, syn-proxy, refused, silent, net-unreachable,"
                        + " host-unreachable, protocol-unreachable, port-unreachable, admin-prohibited)",
                "open forge=money | forgery: money (expected one of none, wrong-ack, wrong-checksum, wrong-port,"
                        + " truncated, rst-without-ack, rst-wrong-ack, icmp-wrong-sequence, icmp-truncated)",
                "open wide | behaviour: open wide (unknown option wide)",
                "open delay=5 | duration: 5 (expected us, ms or s)",
                "open jitter=5min | duration: 5min (expected us, ms or s)"
            })
    void parse_namesWhatItDoesNotKnow(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Behaviour.parse(text))
                .withMessage(message);
    }
}
