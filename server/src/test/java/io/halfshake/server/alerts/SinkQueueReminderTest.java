package io.halfshake.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Alerts that go on, and are sent again. */
class SinkQueueReminderTest extends SinkQueueSetup {
    @Test
    void refusedReminder_isHalvedToo() {
        queue = queue(Duration.ofMinutes(1), 1_000);
        for (String target : new String[] {"a:1", "b:1", "c:1"}) {
            queue.adopt(Samples.down(target), now);
        }
        assertThat(pollAndRefuse(0)).hasSize(3);
        assertThat(pollAndRefuse(0)).containsExactly("a:1 firing");
        pass(SECOND);
        assertThat(pollAndSend()).containsExactly("b:1 firing");
        assertThat(pollAndSend()).containsExactly("c:1 firing");
        assertThat(queue.dueIn(now)).isEqualTo(59 * SECOND);
    }

    @Test
    void withoutReminder_whatGoesOnIsSentOnce() {
        queue.add(Samples.down("a:1"), now);
        pass(WINDOW);
        assertThat(pollAndSend()).hasSize(1);
        assertThat(queue.dueIn(now)).isEqualTo(SinkQueue.NEVER);
    }

    @Test
    void reminders_comeUntilTheTargetIsUp() {
        queue = queue(Duration.ofMinutes(1), 1_000);
        queue.add(Samples.down("a:1"), now);
        pass(WINDOW);
        assertThat(pollAndSend()).containsExactly("a:1 firing");
        for (int i = 0; i < 3; i++) {
            assertThat(queue.dueIn(now)).isEqualTo(60 * SECOND);
            pass(60 * SECOND);
            Message reminder = Objects.requireNonNull(queue.poll(now));
            assertThat(reminder.reminder()).isTrue();
            assertThat(Samples.texts(reminder)).containsExactly("a:1 firing");
            queue.sent(now);
        }
        queue.add(Samples.up("a:1"), now);
        pass(WINDOW);
        Message end = Objects.requireNonNull(queue.poll(now));
        assertThat(end.reminder()).isFalse();
        queue.sent(now);
        assertThat(queue.dueIn(now)).isEqualTo(SinkQueue.NEVER);
    }

    @Test
    void changeOfAnAdoptedAlert_isNoReminderToo() {
        queue = queue(Duration.ofHours(1), 1_000);
        queue.adopt(Samples.down("a:1"), now);
        queue.add(Samples.down("a:1"), now);
        assertThat(poll()).as("a reminder would be due").isEmpty();
        pass(WINDOW);
        assertThat(pollAndSend()).containsExactly("a:1 firing");
    }

    /** As with a sink that takes as long as the window. */
    @Test
    void changesThatNeverCease_keepNoReminderBack() {
        queue = queue(Duration.ofMinutes(1), 1_000);
        queue.add(Samples.down("a:1"), now);
        pass(WINDOW);
        assertThat(pollAndSend()).containsExactly("a:1 firing");
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            queue.add(Samples.down("b:" + (i + 1)), now);
            pass(WINDOW);
            sent.addAll(pollAndSend());
        }
        assertThat(sent).contains("a:1 firing", "b:7 firing");
    }

    @Test
    void reminderThatIsNeverAccepted_keepsNoChangeBack() {
        queue = queue(Duration.ofMinutes(1), 1_000);
        queue.adopt(Samples.down("a:1"), now);
        assertThat(poll()).containsExactly("a:1 firing");
        queue.add(Samples.down("b:1"), now);
        fail();
        pass(WINDOW);
        assertThat(pollAndSend()).containsExactly("b:1 firing");
        assertThat(pollAndSend()).containsExactly("a:1 firing");
    }

    @Test
    void remindersOfOneWindow_areOneMessage() {
        queue = queue(Duration.ofMinutes(1), 1_000);
        queue.add(Samples.down("a:1"), now);
        pass(WINDOW);
        assertThat(pollAndSend()).hasSize(1);
        queue.add(Samples.down("b:1"), now);
        pass(WINDOW);
        assertThat(pollAndSend()).hasSize(1);
        queue.add(Samples.down("c:1"), now);
        pass(WINDOW);
        assertThat(pollAndSend()).hasSize(1);
        pass(40 * SECOND);
        assertThat(pollAndSend()).containsExactly("a:1 firing", "b:1 firing");
        pass(20 * SECOND);
        assertThat(pollAndSend()).containsExactly("c:1 firing");
    }

    @Test
    void failedReminder_isTriedAgainAndDropsNothing() {
        queue = queue(Duration.ofMinutes(1), 1_000);
        queue.adopt(Samples.down("a:1"), now);
        assertThat(poll()).as("at once: the sink may be a new one").containsExactly("a:1 firing");
        fail();
        assertThat(queue.stats()).isEqualTo(new SinkStats(0, 1, 0, 0));
        assertThat(queue.dueIn(now)).isEqualTo(SECOND);
        pass(SECOND);
        assertThat(poll()).containsExactly("a:1 firing");
        assertThat(queue.failed(SinkException.permanent("HTTP 400"), now)).isZero();
        assertThat(queue.dueIn(now)).isEqualTo(60 * SECOND);
    }

    @Test
    void reminder_doesNotRepeatWhatWaits() {
        queue = queue(Duration.ofSeconds(15), 1_000);
        queue.adopt(Samples.down("a:1"), now);
        queue.add(Samples.down("b:1"), now);
        assertThat(pollAndSend()).containsExactly("a:1 firing");
        pass(WINDOW);
        assertThat(poll()).containsExactly("b:1 firing");
        fail();
        pass(5 * SECOND);
        assertThat(pollAndSend()).containsExactly("b:1 firing");
        assertThat(pollAndSend()).containsExactly("a:1 firing");
    }
}
