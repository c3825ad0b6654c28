package io.halfshake.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.UnknownReason;
import io.halfshake.server.store.MinuteBuffer.TargetMinute;
import io.halfshake.server.store.MinuteSummary.RoundTrips;
import io.halfshake.testing.CheckResults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MinuteBufferTest {
    private static final Instant MINUTE = Instant.parse("2026-11-30T12:00:00Z");
    private static final int NUMBER = Micros.minute(MINUTE);

    private final Losses losses = new Losses();
    private final MinuteBuffer buffer = new MinuteBuffer(losses, 3);

    private void up(String target, Instant at) {
        buffer.add(Stores.result(CheckResults.up(target, Duration.ofMillis(1)), false), at);
    }

    /** Everything that has its turn within five minutes. */
    private List<MinuteSummary> take(Instant until) {
        return taken(buffer, until.minusSeconds(MinuteBuffer.CYCLE_SECONDS), until).stream()
                .map(TargetMinute::summary)
                .toList();
    }

    private static List<TargetMinute> taken(MinuteBuffer buffer, Instant after, Instant until) {
        List<TargetMinute> taken = new ArrayList<>();
        buffer.take(after, until, taken);
        return taken;
    }

    private List<TargetMinute> takenAll() {
        List<TargetMinute> taken = new ArrayList<>();
        buffer.takeAll(taken);
        return taken;
    }

    private static MinuteSummary ups(int minute, int count) {
        return new MinuteSummary(minute, count, 0, 0, 0, new RoundTrips(1_000, 1_000, 1_000, 1_000));
    }

    @Test
    void results_areSummedByMinute() {
        up("db:1", MINUTE);
        up("db:1", MINUTE.plusSeconds(59));
        up("db:1", MINUTE.plusSeconds(60));
        assertThat(take(MINUTE.plusSeconds(61))).containsExactly(ups(NUMBER, 2));
        assertThat(take(MINUTE.plusSeconds(120))).containsExactly(ups(NUMBER + 1, 1));
        assertThat(take(MINUTE.plusSeconds(180))).isEmpty();
        assertThat(buffer.size()).isZero();
    }

    @Test
    void minute_isNotTakenBeforeItsEnd() {
        up("db:1", MINUTE);
        assertThat(take(MINUTE.plusSeconds(59))).isEmpty();
        assertThat(take(MINUTE.plusSeconds(60))).containsExactly(ups(NUMBER, 1));
    }

    @Test
    void otherResults_areCountedByKind() {
        buffer.add(Stores.result(CheckResults.refused("db:1"), false), MINUTE);
        buffer.add(Stores.result(CheckResults.timedOut("db:1"), true), MINUTE);
        buffer.add(Stores.result(CheckResults.unknown("db:1", UnknownReason.NO_ROUTE), false), MINUTE);
        assertThat(take(MINUTE.plusSeconds(60))).containsExactly(new MinuteSummary(NUMBER, 0, 2, 1, 1, null));
    }

    @Test
    void eachTarget_hasItsTurnOnceInFiveMinutes() {
        MinuteBuffer large = new MinuteBuffer(losses, 10_000);
        List<String> taken = new ArrayList<>();
        for (int i = 1; i <= 1_000; i++) {
            large.add(Stores.result(CheckResults.up("db:" + i), false), MINUTE.minusSeconds(60));
        }
        int most = 0;
        for (int second = 0; second < MinuteBuffer.CYCLE_SECONDS; second++) {
            Instant now = MINUTE.plusSeconds(second);
            List<TargetMinute> turn = taken(large, now.minusSeconds(1), now);
            most = Math.max(most, turn.size());
            turn.forEach(each -> taken.add(each.target()));
        }
        assertThat(taken).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(most).isLessThan(100);
    }

    @Test
    void emptyTime_hasNoTurn() {
        up("db:1", MINUTE);
        Instant later = MINUTE.plusSeconds(100);
        assertThat(taken(buffer, later, later)).isEmpty();
        assertThat(taken(buffer, later, MINUTE)).isEmpty();
    }

    @Test
    void summariesBeyondTheBound_areCountedTheOldestOfTheirTarget() {
        for (int minute = 0; minute <= 4; minute++) {
            up("db:1", MINUTE.plus(Duration.ofMinutes(minute)));
        }
        assertThat(buffer.size()).isEqualTo(3);
        assertThat(losses.minutes()).isEqualTo(1);
        assertThat(losses.take()).isEqualTo(new Loss(MINUTE, MINUTE.plusSeconds(60), 0, 1));
        assertThat(take(MINUTE.plus(Duration.ofMinutes(4))))
                .containsExactly(ups(NUMBER + 1, 1), ups(NUMBER + 2, 1), ups(NUMBER + 3, 1));
    }

    @Test
    void targetWithoutResults_isForgottenAndMayComeBack() {
        up("db:1", MINUTE);
        assertThat(take(MINUTE.plusSeconds(60))).hasSize(1);
        assertThat(take(MINUTE.plusSeconds(360))).isEmpty();
        up("db:1", MINUTE.plusSeconds(400));
        assertThat(takenAll()).extracting(TargetMinute::summary).containsExactly(ups(NUMBER + 6, 1));
        up("db:1", MINUTE.plusSeconds(401));
        assertThat(takenAll()).hasSize(1);
    }

    /** As one that was an hour ahead. */
    @Test
    void clockThatIsSetBack_losesNoSummary() {
        up("db:1", MINUTE.plusSeconds(3_600));
        up("db:1", MINUTE);
        up("db:1", MINUTE.plusSeconds(60));

        assertThat(take(MINUTE.plusSeconds(120)))
                .containsExactly(ups(NUMBER + 60, 1), ups(NUMBER, 1), ups(NUMBER + 1, 1));
        assertThat(losses.minutes()).isZero();
    }
}
