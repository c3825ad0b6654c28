package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ThresholdsTest {
    private static final int SEQUENCES = 2_000;

    /** Tells the state by looking at the whole history each time. */
    private static TargetState naive(TargetState initial, List<Boolean> conclusive, int rise, int fall) {
        TargetState state = initial;
        for (int end = 1; end <= conclusive.size(); end++) {
            List<Boolean> seen = conclusive.subList(0, end);
            if (state == TargetState.UNKNOWN) {
                state = seen.get(end - 1) ? TargetState.UP : TargetState.DOWN;
            } else if (state == TargetState.UP && endsWith(seen, fall, false)) {
                state = TargetState.DOWN;
            } else if (state == TargetState.DOWN && endsWith(seen, rise, true)) {
                state = TargetState.UP;
            }
        }
        return state;
    }

    private static boolean endsWith(List<Boolean> seen, int count, boolean what) {
        return seen.size() >= count
                && seen.subList(seen.size() - count, seen.size()).stream().allMatch(each -> each == what);
    }

    @Test
    void thresholds_agreeWithANaiveReplayOfTheHistory() {
        Random random = new Random(6);
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            int rise = 1 + random.nextInt(4);
            int fall = 1 + random.nextInt(4);
            TargetState initial = List.of(TargetState.values()).get(random.nextInt(3));
            double chance = random.nextDouble();
            List<Boolean> history = new ArrayList<>();
            TargetState state = initial;
            int streak = 0;
            for (int i = 0; i < 40; i++) {
                boolean good = random.nextDouble() < chance;
                history.add(good);
                streak = Thresholds.streak(streak, good);
                state = Thresholds.next(state, streak, rise, fall);

                assertThat(state)
                        .as("rise %s, fall %s, from %s: %s", rise, fall, initial, history)
                        .isEqualTo(naive(initial, history, rise, fall));
                assertThat(streak > 0).isEqualTo(good);
                assertThat(endsWith(history, Math.abs(streak), good)).isTrue();
            }
        }
    }

    @Test
    void inDoubt_isTrueForAStreakAgainstTheState() {
        assertThat(Thresholds.inDoubt(TargetState.UP, -1)).isTrue();
        assertThat(Thresholds.inDoubt(TargetState.DOWN, 1)).isTrue();
        assertThat(Thresholds.inDoubt(TargetState.UP, 1)).isFalse();
        assertThat(Thresholds.inDoubt(TargetState.DOWN, -1)).isFalse();
        assertThat(Thresholds.inDoubt(TargetState.DOWN, 0)).isFalse();
        assertThat(Thresholds.inDoubt(TargetState.UNKNOWN, 0)).isFalse();
    }

    @Test
    void streak_neverOverflows() {
        assertThat(Thresholds.streak(Integer.MAX_VALUE - 1, true)).isEqualTo(Integer.MAX_VALUE - 1);
        assertThat(Thresholds.streak(-Integer.MAX_VALUE + 1, false)).isEqualTo(-Integer.MAX_VALUE + 1);
    }
}
