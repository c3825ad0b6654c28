package io.halfshake.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinkQueueTest extends SinkQueueSetup {
    @Test
    void nothing_isNeverDue() {
        assertThat(queue.dueIn(now)).isEqualTo(SinkQueue.NEVER);
        assertThat(poll()).isEmpty();
        assertThat(queue.flush()).isNull();
    }

    @Test
    void changesOfTenSeconds_areOneMessage() {
        for (int i = 0; i < 500; i++) {
            queue.add(Samples.down("db-" + i + ":1"), now);
            pass(SECOND / 100);
        }
        assertThat(poll()).isEmpty();
        assertThat(queue.dueIn(now)).isEqualTo(5 * SECOND);
        pass(5 * SECOND);
        assertThat(pollAndSend()).hasSize(500).startsWith("db-0:1 firing").endsWith("db-499:1 firing");
        assertThat(queue.stats()).isEqualTo(new SinkStats(1, 0, 0, 0));
    }

    @Test
    void window_beginsWithTheFirstChange() {
        queue.add(Samples.down("a:1"), now);
        pass(WINDOW);
        assertThat(pollAndSend()).containsExactly("a:1 firing");
        pass(SECOND);
        queue.add(Samples.down("b:1"), now);
        assertThat(queue.dueIn(now)).isEqualTo(WINDOW);
    }

    @Test
    void outageThatIsOverBeforeItWasSent_isSentAsOver() {
        queue.add(Samples.down("a:1"), now);
        queue.add(Samples.up("a:1"), now);
        pass(WINDOW);
        assertThat(pollAndSend()).containsExactly("a:1 resolved");
        assertThat(queue.dueIn(now)).isEqualTo(SinkQueue.NEVER);
    }

    @Test
    void onlyOneMessage_isUnderWay() {
        queue.add(Samples.down("a:1"), now);
        pass(WINDOW);
        assertThat(poll()).containsExactly("a:1 firing");
        queue.add(Samples.down("b:1"), now);
        pass(WINDOW);
        assertThat(queue.dueIn(now)).isEqualTo(SinkQueue.NEVER);
        assertThat(poll()).isEmpty();
        assertThat(queue.flush()).isNull();
        queue.sent(now);
        assertThat(poll()).containsExactly("b:1 firing");
    }

    @Test
    void beginningThatIsWithdrawn_isNotSent() {
        queue.add(Samples.down("a:1"), now);
        queue.add(Samples.down("b:1"), now);
        queue.add(Samples.up("c:1"), now);
        queue.withdraw(key -> !key.equals(Samples.down("b:1").key()));
        pass(WINDOW);
        assertThat(pollAndSend()).containsExactly("b:1 firing", "c:1 resolved");
    }

    @Test
    void beginningThatIsWithdrawnWhileItIsSent_isNotTriedAgain() {
        queue.add(Samples.down("a:1"), now);
        queue.add(Samples.down("b:1"), now);
        pass(WINDOW);
        assertThat(poll()).hasSize(2);
        queue.withdraw(Samples.down("a:1").key()::equals);
        assertThat(queue.unsent()).extracting(Samples::text).containsExactly("b:1 firing");
        fail();
        pass(SECOND);
        assertThat(pollAndSend()).containsExactly("b:1 firing");
        assertThat(queue.stats()).isEqualTo(new SinkStats(1, 1, 0, 0));
    }

    @Test
    void beginningAfterAWithdrawalDuringAReminder_isTriedAgain() {
        queue = queue(Duration.ofMinutes(1), 1_000);
        String key = Samples.down("a:1").key();
        queue.take(Samples.down("a:1"), now);
        pass(60 * SECOND);
        assertThat(poll()).containsExactly("a:1 firing");
        queue.release(key);
        queue.withdraw(key::equals);
        fail();
        queue.add(Samples.down("a:1"), now);
        pass(60 * SECOND);
        assertThat(poll()).containsExactly("a:1 firing");
        fail();
        assertThat(queue.unsent()).extracting(Samples::text).containsExactly("a:1 firing");
    }

    @Test
    void failedMessage_isTriedAgainWithWhatCameMeanwhile() {
        queue.add(Samples.down("a:1"), now);
        queue.add(Samples.down("b:1"), now);
        pass(WINDOW);
        assertThat(poll()).hasSize(2);
        queue.add(Samples.up("b:1"), now);
        queue.add(Samples.down("c:1"), now);
        fail();
        assertThat(queue.stats()).isEqualTo(new SinkStats(0, 1, 0, 3));
        assertThat(queue.dueIn(now)).isEqualTo(SECOND);
        pass(SECOND - 1);
        assertThat(poll()).isEmpty();
        pass(1);
        assertThat(pollAndSend()).containsExactly("a:1 firing", "b:1 resolved", "c:1 firing");
        assertThat(queue.stats()).isEqualTo(new SinkStats(1, 1, 0, 0));
    }

    @Test
    void failures_areFurtherAndFurtherApartUntilOneSucceeds() {
        queue.add(Samples.down("a:1"), now);
        pass(WINDOW);
        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
            assertThat(poll()).hasSize(1);
            fail();
            assertThat(queue.dueIn(now)).isEqualTo(seconds * SECOND);
            pass(seconds * SECOND);
        }
        assertThat(pollAndSend()).hasSize(1);
        queue.add(Samples.up("a:1"), now);
        pass(WINDOW);
        assertThat(poll()).hasSize(1);
        fail();
        assertThat(queue.dueIn(now)).isEqualTo(SECOND);
    }

    @Test
    void pauseThatTheSinkAskedFor_isKept() {
        queue.add(Samples.down("a:1"), now);
        pass(WINDOW);
        assertThat(poll()).hasSize(1);
        assertThat(queue.failed(SinkException.passing("HTTP 429", Duration.ofMinutes(7)), now))
                .isZero();
        assertThat(queue.dueIn(now)).isEqualTo(7 * 60 * SECOND);
    }

    @Test
    void messageThatIsRefusedForGood_isDropped() {
        queue.add(Samples.down("a:1"), now);
        pass(WINDOW);
        assertThat(poll()).hasSize(1);
        assertThat(queue.failed(SinkException.permanent("HTTP 400"), now)).isEqualTo(1);
        assertThat(queue.stats()).isEqualTo(new SinkStats(0, 1, 1, 0));
        assertThat(queue.dueIn(now)).isEqualTo(SinkQueue.NEVER);
    }

    @Test
    void messageThatIsRefusedForGood_dropsNothingThatHasALaterChange() {
        queue.add(Samples.down("a:1"), now);
        pass(WINDOW);
        assertThat(poll()).hasSize(1);
        queue.add(Samples.up("a:1"), now);
        assertThat(queue.failed(SinkException.permanent("HTTP 400"), now)).isZero();
        pass(WINDOW);
        assertThat(poll()).containsExactly("a:1 resolved");
    }

    @Test
    void endThatWasRefusedForAWeek_isDroppedAndWhatGoesOnIsNot() {
        queue.add(Samples.up("a:1"), now);
        queue.add(Samples.down("b:1"), now);
        pass(SinkQueue.MAX_AGE_NANOS - 1);
        queue.add(Samples.up("c:1"), now);
        assertThat(poll()).hasSize(3);
        fail();
        pass(SECOND);
        assertThat(poll()).hasSize(3);
        assertThat(queue.failed(SinkException.passing("HTTP 500"), now)).isEqualTo(1);
        assertThat(queue.stats()).isEqualTo(new SinkStats(0, 2, 1, 2));
        pass(2 * SECOND);
        assertThat(poll()).containsExactly("b:1 firing", "c:1 resolved");
    }

    @Test
    void queue_isBoundedForBeginnings() {
        for (int i = 0; i < SinkQueue.MAX_WAITING + 5; i++) {
            assertThat(queue.add(Samples.down("db-" + i + ":1"), now))
                    .as("the first of those that are dropped")
                    .isEqualTo(i == SinkQueue.MAX_WAITING);
        }
        assertThat(queue.stats()).isEqualTo(new SinkStats(0, 0, 5, SinkQueue.MAX_WAITING));
        queue.add(Samples.up("db-0:1"), now);
        assertThat(queue.stats().dropped())
                .as("a later change of one that waits")
                .isEqualTo(5);
        queue.add(Samples.up("sent-before:1"), now);
        assertThat(queue.stats()).as("an end").isEqualTo(new SinkStats(0, 0, 5, SinkQueue.MAX_WAITING + 1));
        assertThat(pollAndSend()).hasSize(1_000);
        for (int i = 0; i < 999; i++) {
            queue.add(Samples.down("later-" + i + ":1"), now);
        }
        assertThat(queue.add(Samples.down("e:1"), now)).as("another series").isTrue();
    }

    @Test
    void fullMessage_doesNotWaitForTheWindow() {
        for (int i = 0; i < SinkQueue.FULL + 1; i++) {
            assertThat(poll()).isEmpty();
            queue.add(Samples.down("db-" + i + ":1"), now);
            if (i + 1 == SinkQueue.FULL) {
                assertThat(pollAndSend()).hasSize(SinkQueue.FULL);
            }
        }
        assertThat(queue.dueIn(now)).isEqualTo(WINDOW);
    }

    @Test
    void refusedMessage_isHalvedUntilOneAlertIsDropped() {
        for (String target : new String[] {"a:1", "b:1", "c:1", "d:1", "e:1"}) {
            queue.add(Samples.down(target), now);
        }
        pass(WINDOW);
        assertThat(pollAndRefuse(0)).hasSize(5);
        assertThat(pollAndRefuse(0)).containsExactly("a:1 firing", "b:1 firing");
        assertThat(pollAndSend()).containsExactly("a:1 firing");
        assertThat(pollAndRefuse(0)).containsExactly("b:1 firing", "c:1 firing");
        assertThat(pollAndRefuse(1)).containsExactly("b:1 firing");
        assertThat(queue.dueIn(now)).as("a pause after a drop").isEqualTo(SECOND);
        pass(SECOND);
        assertThat(pollAndSend()).containsExactly("c:1 firing");
        assertThat(pollAndSend()).as("as many as before").containsExactly("d:1 firing", "e:1 firing");
        assertThat(queue.stats()).isEqualTo(new SinkStats(3, 4, 1, 0));
    }

    @Test
    void pause_isNotLongerThanTheSinkAllows() {
        queue = new SinkQueue(
                Samples.config("x", Duration.ofMinutes(1)), 1_000, Duration.ofMinutes(1), new Backoff(() -> 1));
        queue.add(Samples.down("a:1"), now);
        pass(WINDOW);
        assertThat(poll()).hasSize(1);
        assertThat(queue.failed(SinkException.passing("HTTP 429", Duration.ofMinutes(7)), now))
                .isZero();
        assertThat(queue.dueIn(now)).isEqualTo(60 * SECOND);
    }

    @Test
    void manyChanges_areSeveralMessages() {
        queue = queue(null, 2);
        for (String target : new String[] {"a:1", "b:1", "c:1"}) {
            queue.add(Samples.down(target), now);
        }
        pass(WINDOW);
        assertThat(pollAndSend()).containsExactly("a:1 firing", "b:1 firing");
        assertThat(pollAndSend()).containsExactly("c:1 firing");
    }

    @Test
    void unsent_areThoseUnderWayAndThoseThatWait() {
        queue.add(Samples.down("a:1"), now);
        queue.add(Samples.down("b:1"), now);
        pass(WINDOW);
        assertThat(poll()).hasSize(2);
        queue.add(Samples.up("b:1"), now);
        assertThat(queue.unsent().stream().map(Samples::text)).containsExactly("a:1 firing", "b:1 resolved");
    }

    @Test
    void flush_doesNotWaitForTheWindow() {
        queue.add(Samples.down("a:1"), now);
        assertThat(Samples.texts(queue.flush())).containsExactly("a:1 firing");
        queue.sent(now);
        assertThat(queue.flush()).isNull();
    }

    @Test
    void endWithoutABeginning_isAMistake() {
        assertThatThrownBy(() -> queue.sent(now)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1})
    void backoff_isAtLeastHalfAndAtMostTheWhole(double random) {
        Backoff backoff = new Backoff(() -> random);
        assertThat(backoff.delayNanos(3, Duration.ZERO)).isEqualTo((long) (2 * SECOND + random * 2 * SECOND));
        assertThat(backoff.delayNanos(Integer.MAX_VALUE, Duration.ZERO)).isBetween(150 * SECOND, 300 * SECOND);
        assertThat(backoff.delayNanos(1, Duration.ofDays(9))).isEqualTo(Backoff.MAX_RETRY_AFTER.toNanos());
    }
}
