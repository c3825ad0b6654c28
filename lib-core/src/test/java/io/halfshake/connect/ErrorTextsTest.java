package io.halfshake.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ErrorTextsTest {
    private static final long SECOND = 1_000_000_000;

    private static final Map<Errno, String> ALL =
            Map.of(Errno.ECONNREFUSED, "refusée", Errno.ENETUNREACH, "injoignable", Errno.EACCES, "non accordée");

    private final AtomicLong now = new AtomicLong();

    private final class Scripted extends ErrorTexts {
        int caused;
        Map<Errno, String> next;

        Scripted(Map<Errno, String> next) {
            super(now::get);
            this.next = next;
        }

        @Override
        Map<Errno, String> cause() {
            caused++;
            return next;
        }
    }

    @Test
    void errorTexts_areLearnedOnce() {
        Scripted texts = new Scripted(ALL);

        assertThat(texts.find("refusée")).isEqualTo(Errno.ECONNREFUSED);
        assertThat(texts.find("refusée: localhost/127.0.0.1:80")).isEqualTo(Errno.ECONNREFUSED);
        assertThat(texts.find("injoignable")).isEqualTo(Errno.ENETUNREACH);
        assertThat(texts.find("autre")).isNull();
        assertThat(texts.find(null)).isNull();
        assertThat(texts.caused).isEqualTo(1);
    }

    @Test
    void unlearnedText_isTriedAgainLater() {
        Scripted texts = new Scripted(Map.of(Errno.EACCES, "non accordée"));

        assertThat(texts.knows(Errno.EACCES)).isTrue();
        assertThat(texts.knows(Errno.ECONNREFUSED)).isFalse();
        now.addAndGet(9 * SECOND);
        texts.next = ALL;
        assertThat(texts.knows(Errno.ECONNREFUSED)).isFalse();
        now.addAndGet(SECOND);
        assertThat(texts.knows(Errno.ECONNREFUSED)).isTrue();
        assertThat(texts.caused).isEqualTo(2);
    }

    @Test
    void textOfTwoErrors_provesNothing() {
        Scripted texts = new Scripted(Map.of(Errno.ECONNREFUSED, "erreur", Errno.ENETUNREACH, "erreur"));

        assertThat(texts.find("erreur")).isNull();
        assertThat(texts.knows(Errno.ECONNREFUSED)).isFalse();
    }
}
