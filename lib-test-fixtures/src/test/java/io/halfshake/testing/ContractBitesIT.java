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
    void whatIsAlwaysUpFails() {
        Class<?> yesMan = BrokenEngines.YesMan.class;
        assertFails(yesMan, VERDICTS, "refusedByReset", "state: Up (expected Down REFUSED)");
        assertFails(yesMan, VERDICTS, "silenceTimesOut", "state: Up (expected Down TIMED_OUT)");
        assertFails(yesMan, VERDICTS, "ipv6", "state: Up (expected Down REFUSED)");
        assertFails(yesMan, VERDICTS, "manyAtOnce", "state: Up (expected Down REFUSED)");
    }

    @Test
    void staleAnswersFail() {
        assertFails(BrokenEngines.Stale.class, CONFUSION, "noStaleAnswers", "state: Up (expected Down REFUSED)");
    }

    @Test
    void blamingTheTargetFails() {
        assertFails(
                BrokenEngines.BlamesTheTarget.class,
                CONFUSION,
                "localFailureIsUnknown",
                "state: Down UNREACHABLE (expected Unknown)");
    }

    @Test
    void completedHandshakesThatAreDeniedFail() {
        assertFails(
                BrokenEngines.Leaky.class,
                CheckerContract.Handshakes.class,
                "admitsWhatTheServerSaw",
                "connections in the accept queue");
    }

    @Test
    void takingOneselfForTheTargetFails() {
        assertFails(BrokenEngines.Narcissus.class, CONFUSION, "noSelfConnect", "that were Up");
    }

    @Test
    void obeyingAProxyFails() {
        assertFails(BrokenEngines.Proxied.class, CONFUSION, "noProxy", "(expected Up)");
    }

    @Test
    void givingUpEarlyFails() {
        assertFails(BrokenEngines.Impatient.class, VERDICTS, "silenceTimesOut", "elapsed");
    }

    @Test
    void goingOnAfterTheDeadlineFails() {
        assertFails(BrokenEngines.Deaf.class, VERDICTS, "silenceTimesOut", "(expected Down TIMED_OUT)");
    }

    @Test
    void holdingUpTheCallerFails() {
        assertFails(BrokenEngines.Blocking.class, VERDICTS, "returnsAtOnce", "a check that nothing answers");
    }

    @Test
    void leavingAThreadFails() {
        assertFails(
                BrokenEngines.Undying.class,
                CheckerContract.Endings.class,
                "noThreadLeft",
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
