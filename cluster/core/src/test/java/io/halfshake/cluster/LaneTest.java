package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LaneTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    private final Lane lane = new Lane(2);

    @Test
    void commandsOnTheirWay_areLimited() {
        Flight first = lane.open(0);
        assertThat(lane.isFree(0)).isTrue();
        Flight second = lane.open(0);
        assertThat(lane.isFree(0)).isFalse();

        lane.accepted(first, MILLI);
        assertThat(lane.isFree(MILLI)).isTrue();
        lane.close(second);
        Flight third = lane.open(MILLI);
        assertThat(lane.isFree(MILLI)).isTrue();
        assertThat(third.isOver(MILLI)).isFalse();
    }

    @Test
    void failure_isFollowedByAPauseThatGrows() {
        long now = 0;
        for (long pause : new long[] {250, 500, 1_000, 2_000, 2_000}) {
            Flight flight = lane.open(now);
            lane.failed(flight, now);
            assertThat(flight.isOver(now)).isTrue();
            assertThat(lane.isFree(now + pause * MILLI - 1)).isFalse();
            now += pause * MILLI;
            assertThat(lane.isFree(now)).isTrue();
        }
        lane.accepted(lane.open(now), now);
        lane.failed(lane.open(now), now);
        assertThat(lane.isFree(now + 250 * MILLI)).isTrue();
    }

    @Test
    void afterAFailure_oneAtATimeUntilOneIsAccepted() {
        lane.failed(lane.open(0), 0);
        Flight second = lane.open(SECOND);
        assertThat(lane.isFree(SECOND)).isFalse();
        lane.accepted(second, SECOND);
        Flight third = lane.open(SECOND);
        assertThat(lane.isFree(SECOND)).isTrue();
        assertThat(third.isOver(SECOND)).isFalse();
    }

    @Test
    void commandWithoutAnAnswer_isTakenForLostEachTimeLater() {
        long now = 0;
        for (long limit : new long[] {2, 4, 4}) {
            Flight flight = lane.open(now);
            Flight other = lane.isFree(now) ? lane.open(now) : flight;
            now += limit * SECOND;
            assertThat(lane.isFree(now - 1)).isFalse();
            assertThat(flight.isOver(now - 1)).isFalse();
            assertThat(lane.isFree(now)).isTrue();
            assertThat(flight.isOver(now)).isTrue();
            assertThat(other.isOver(now)).isTrue();
        }
    }

    @Test
    void answerThatComesLate_showsThatTheLogAnswers() {
        Flight late = lane.open(0);
        assertThat(lane.isFree(3 * SECOND)).isTrue();
        Flight next = lane.open(3 * SECOND);
        assertThat(lane.isFree(3 * SECOND)).isFalse();
        lane.accepted(late, 3 * SECOND);
        assertThat(lane.isFree(3 * SECOND)).isTrue();
        assertThat(next.isOver(3 * SECOND)).isFalse();
    }

    @Test
    void acceptedCommand_isOverIfItIsNotAppliedInTime() {
        Flight flight = lane.open(0);
        lane.accepted(flight, SECOND);
        assertThat(flight.isOver(5 * SECOND - 1)).isFalse();
        assertThat(flight.isOver(5 * SECOND)).isTrue();
    }
}
