package io.halfshake.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventConditions;
import org.junit.platform.testkit.engine.Events;

/** An engine that breaks a promise fails the rule about it. */
class ContractBitesIT {
    private static final Class<?> VERDICTS = CheckerContract.Verdicts.class;
    private static final Class<?> CONFUSION = CheckerContract.Confusion.class;

    @AfterAll
    static void endTheUndying() {
        BrokenEngines.Undying.END.countDown();
    }

    @Test
    void engineThatIsAlwaysUp_failsTheContract() {
        Class<?> yesMan = BrokenEngines.YesMan.class;
        assertFails(yesMan, VERDICTS, "closedPort_isRefusedByAReset", "state: Up (expected Down REFUSED)");
        assertFails(yesMan, VERDICTS, "silence_timesOutNotBeforeTheDeadline", "state: Up (expected Down TIMED_OUT)");
        assertFails(yesMan, VERDICTS, "ipv6_givesTheSameResultsAsIpv4", "state: Up (expected Down REFUSED)");
        assertFails(yesMan, VERDICTS, "concurrentChecks_eachGetTheirOwnResult", "state: Up (expected Down REFUSED)");
    }

    @Test
    void engineWithStaleAnswers_failsTheContract() {
        assertFails(
                BrokenEngines.Stale.class,
                CONFUSION,
                "portThatOpensAndCloses_givesNoStaleAnswer",
                "state: Up (expected Down REFUSED)");
    }

    @Test
    void engineThatBlamesTheTarget_failsTheContract() {
        assertFails(
                BrokenEngines.BlamesTheTarget.class,
                CONFUSION,
                "localFailure_isUnknown",
                "state: Down UNREACHABLE (expected Unknown)");
    }

    @Test
    void engineThatHidesHandshakes_failsTheContract() {
        assertFails(
                BrokenEngines.Leaky.class,
                CheckerContract.Handshakes.class,
                "completedHandshakes_areAllReported",
                "connections in the accept queue");
    }

    @Test
    void engineThatAcceptsSelfConnects_failsTheContract() {
        assertFails(BrokenEngines.Narcissus.class, CONFUSION, "selfConnectedSocket_isNotUp", "that were Up");
    }

    @Test
    void engineThatUsesAProxy_failsTheContract() {
        assertFails(BrokenEngines.Proxied.class, CONFUSION, "proxySettings_areIgnored", "(expected Up)");
    }

    @Test
    void engineThatTimesOutEarly_failsTheContract() {
        assertFails(BrokenEngines.Impatient.class, VERDICTS, "silence_timesOutNotBeforeTheDeadline", "elapsed");
    }

    @Test
    void engineThatIgnoresTheDeadline_failsTheContract() {
        assertFails(
                BrokenEngines.Deaf.class,
                VERDICTS,
                "silence_timesOutNotBeforeTheDeadline",
                "(expected Down TIMED_OUT)");
    }

    @Test
    void engineThatBlocksTheCaller_failsTheContract() {
        assertFails(
                BrokenEngines.Blocking.class,
                VERDICTS,
                "checkAsync_returnsBeforeTheAnswer",
                "a check that nothing answers");
    }

    @Test
    void engineThatLeavesAThread_failsTheContract() {
        assertFails(
                BrokenEngines.Undying.class,
                CheckerContract.Endings.class,
                "close_leavesNoThread",
                "threads that outlived their checker");
    }

    private static void assertFails(Class<?> contract, Class<?> rules, String rule, String text) {
        Events tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectNestedMethod(List.of(contract), rules, rule))
                .execute()
                .testEvents();
        List<Event> failures = tests.filter(EventConditions.event(EventConditions.finishedWithFailure())::matches)
                .toList();

        assertThat(failures)
                .as("failures of %s with %s", rule, contract.getSimpleName())
                .hasSize(1);
        assertThat(failures.get(0).getRequiredPayload(TestExecutionResult.class).getThrowable())
                .hasValueSatisfying(failure -> assertThat(failure).hasMessageContaining(text));
    }
}
