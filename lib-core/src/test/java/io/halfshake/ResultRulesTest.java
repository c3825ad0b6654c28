package io.halfshake;

import static io.halfshake.Samples.down;
import static io.halfshake.Samples.unknown;
import static io.halfshake.Samples.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.halfshake.internal.Durations;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ResultRulesTest {

    /** Results in a word each; the number of each is the last part of its address, so that the winner can be told. */
    private static List<CheckResult> results(String words) {
        List<CheckResult> results = new ArrayList<>();
        for (String word : words.split(" ", -1)) {
            int last = results.size() + 1;
            results.add(
                    switch (word) {
                        case "up" -> up(last, 1_000);
                        case "slow" -> up(last, 9_000);
                        case "refused" -> down(last, DownReason.REFUSED);
                        case "silent" -> down(last, DownReason.TIMED_OUT);
                        case "unreachable" -> down(last, DownReason.UNREACHABLE);
                        case "noroute" -> unknown(last, UnknownReason.NO_ROUTE);
                        case "prohibited" -> notPermitted(last, "connect", "EACCES");
                        case "denied" -> notPermitted(last, "connect", "EPERM");
                        case "dropped" -> notPermitted(last, "sendmmsg(2)", "EPERM");
                        case "unsure" -> unknown(last, UnknownReason.STALLED);
                        default -> throw new IllegalArgumentException("word: " + word + " (expected a known one)");
                    });
        }
        return results;
    }

    private static CheckResult notPermitted(int last, String systemCall, String errno) {
        CheckResult sample = unknown(last, UnknownReason.NOT_PERMITTED);
        Evidence evidence =
                new Evidence(Signal.LOCAL, null, systemCall, errno, 0, "sample", Handshake.HALF, Evidence.Clock.NONE);
        return new CheckResult.Unknown(
                sample.target(), sample.address(), UnknownReason.NOT_PERMITTED, null, sample.timing(), evidence);
    }

    private static void assertWinner(AddressPolicy policy, String words, int winner) {
        List<CheckResult> results = results(words);
        assertThat(ResultRules.combine(policy, results))
                .as("%s of %s", policy, words)
                .isSameAs(results.get(winner - 1));
    }

    @ParameterizedTest
    @CsvSource({
        "up, 1",
        "refused up, 2",
        "unsure refused slow up, 3",
        "noroute up, 2",
        "silent, 1",
        "silent silent, 1",
        "silent refused, 2",
        "refused silent, 1",
        "unreachable refused, 2",
        "silent unreachable, 2",
        "refused refused, 1",
        "silent unsure, 2",
        "unsure refused, 1",
        "unsure unsure, 1",
        "noroute silent, 2",
        "refused noroute, 1",
        "noroute unsure, 2",
        "noroute noroute, 1",
        "noroute refused unsure, 3",
        "prohibited refused, 2",
        "denied silent, 2",
        "dropped refused, 1",
        "prohibited unsure, 2",
        "prohibited noroute, 1"
    })
    void policyAny_isUpWithOneUpAndDownOnlyIfAllProbedAreDown(String results, int winner) {
        assertWinner(AddressPolicy.ANY, results, winner);
    }

    @ParameterizedTest
    @CsvSource({
        "up, 1",
        "up slow, 2",
        "slow up, 1",
        "up up, 1",
        "up refused, 2",
        "up silent refused, 3",
        "unreachable silent, 1",
        "refused unsure up, 1",
        "unsure silent, 2",
        "up unsure, 2",
        "up noroute, 2",
        "unsure noroute, 1",
        "noroute unsure, 1"
    })
    void policyAll_isDownWithOneDownAndUpOnlyIfAllAre(String results, int winner) {
        assertWinner(AddressPolicy.ALL, results, winner);
    }

    @ParameterizedTest
    @CsvSource({"up, 1", "refused up, 1", "unsure up, 1", "noroute refused, 1"})
    void policyFirst_takesTheFirstResult(String results, int winner) {
        assertWinner(AddressPolicy.FIRST, results, winner);
    }

    @ParameterizedTest
    @EnumSource(names = {"ANY", "ALL"})
    void combineWithoutResults_throwsIllegalArgument(AddressPolicy policy) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultRules.combine(policy, List.of()))
                .withMessage("results: [] (expected at least one)");
    }

    @Nested
    class Silence {
        private static final long TIMEOUT = 1_000;

        @Test
        void silenceForTheWholeTimeout_countsAgainstTheTarget() {
            assertThat(ResultRules.unfairTo(TIMEOUT, TIMEOUT, 0, 0)).isNull();
        }

        @Test
        void silenceForHalfTheTimeout_countsAgainstTheTarget() {
            assertThat(ResultRules.unfairTo(TIMEOUT, 500, 0, 500)).isNull();
        }

        @Test
        void silenceForLessThanHalfTheTimeout_isAStall() {
            assertThat(ResultRules.unfairTo(TIMEOUT, 499, 0, 0)).isEqualTo(UnknownReason.STALLED);
            assertThat(ResultRules.unfairTo(TIMEOUT, 0, 0, 0)).isEqualTo(UnknownReason.STALLED);
            assertThat(ResultRules.unfairTo(TIMEOUT, -1, 0, 0)).isEqualTo(UnknownReason.STALLED);
        }

        @Test
        void silenceAfterASlowLookup_isUnresolved() {
            assertThat(ResultRules.unfairTo(TIMEOUT, 499, 0, 251)).isEqualTo(UnknownReason.UNRESOLVED);
            assertThat(ResultRules.unfairTo(TIMEOUT, 499, 0, 250)).isEqualTo(UnknownReason.STALLED);
        }

        @Test
        void silenceAfterALongQueueTime_isSaturated() {
            assertThat(ResultRules.unfairTo(TIMEOUT, 900, 100, 0)).isNull();
            assertThat(ResultRules.unfairTo(TIMEOUT, 899, 101, 0)).isEqualTo(UnknownReason.SATURATED);
            assertThat(ResultRules.unfairTo(TIMEOUT, 100, 101, 799)).isEqualTo(UnknownReason.SATURATED);
        }

        @Test
        void silenceUnderTheLongestTimeout_isWeighedWithoutOverflow() {
            long forever = Durations.FOREVER_NANOS;
            assertThat(ResultRules.unfairTo(forever, forever, 0, 0)).isNull();
            assertThat(ResultRules.unfairTo(forever, forever / 2 - 1, 0, forever / 4 + 1))
                    .isEqualTo(UnknownReason.UNRESOLVED);
        }
    }
}
