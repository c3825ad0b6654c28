package io.halfshake.server.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Timing;
import io.halfshake.server.web.Response;
import io.halfshake.testing.CheckResults;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What silence, and a name that is not resolved, prove of a target. */
class ProbeSilenceTest extends ProbePageSetup {
    private static final String IN_DOUBT = "\nhalfshake_probe_blind 1.0\n";

    @Test
    void nameWithoutAnswer_isUnknownAtTheTimeout() throws Exception {
        CompletableFuture<List<InetAddress>> never = new CompletableFuture<>();
        answers = () -> never;

        assertThat(probe("target=db.example:5432", "0.001"))
                .contains("halfshake_probe_result{reason=\"unresolved\",result=\"unknown\"} 1.0\n")
                .contains("\nprobe_success 0.0\n", "\nhalfshake_probe_conclusive 0.0\n");
        assertThat(never).isCancelled();
    }

    @Test
    void resolverThatThrowsOrHasNothing_makesItUnknown() throws Exception {
        answers = () -> {
            throw new IllegalStateException("broken");
        };
        assertThat(probe("target=db.example:5432&debug=true"))
                .contains("reason: UNRESOLVED\ncause: \"java.lang.IllegalStateException: broken\"\n");

        answers = () -> CompletableFuture.completedFuture(List.of());
        assertThat(probe("target=db.example:5432&debug=true"))
                .contains("cause: \"java.net.UnknownHostException: db.example\"\n");
    }

    private String silentAfterLookup(Duration lookup) throws Exception {
        answers = () -> {
            fake.time().advance(lookup);
            return CompletableFuture.completedFuture(List.of(address("10.0.0.7")));
        };
        fake.otherwise().timesOut();
        CompletableFuture<Response> response = page().handle(request("target=db.example:5432"));
        fake.time().advance(Duration.ofSeconds(5));
        return body(response.get(60, TimeUnit.SECONDS));
    }

    @Test
    void silence_provesNothingIfTheNameTookTheTime() throws Exception {
        assertThat(silentAfterLookup(Duration.ofMillis(2_400)))
                .contains("{reason=\"timed_out\",result=\"down\"} 1.0\n", "probe_dns_lookup_time_seconds 2.4\n");
        assertThat(silentAfterLookup(Duration.ofMillis(2_600)))
                .contains("{reason=\"unresolved\",result=\"unknown\"} 1.0\n", "probe_dns_lookup_time_seconds 2.6\n");
        assertThat(silentAfterLookup(Duration.ofSeconds(5)))
                .contains("{reason=\"unresolved\",result=\"unknown\"} 1.0\n", "halfshake_probe_syns 0.0\n");
    }

    /** A checker that has a place only after a while, as it may without calling the result Unknown. */
    private static Checker queueing(Duration queued) {
        CheckResult.Down silent = CheckResults.timedOut("10.0.0.7:5432");
        CheckResult result = new CheckResult.Down(
                silent.target(),
                silent.address(),
                silent.reason(),
                new Timing(
                        silent.timing().elapsedNanos(),
                        queued.toNanos(),
                        0,
                        silent.timing().roundTripNanos()),
                silent.evidence());
        return (Checker) Proxy.newProxyInstance(
                Checker.class.getClassLoader(),
                new Class<?>[] {Checker.class},
                (proxy, method, arguments) -> CompletableFuture.completedFuture(result));
    }

    @ParameterizedTest
    @CsvSource({"100,timed_out,down", "101,saturated,unknown"})
    void silence_provesNothingIfNameAndQueueTookTheTime(long queuedMillis, String reason, String result)
            throws Exception {
        answers = () -> {
            fake.time().advance(Duration.ofMillis(2_400));
            return CompletableFuture.completedFuture(List.of(address("10.0.0.7")));
        };
        checker = queueing(Duration.ofMillis(queuedMillis));

        assertThat(probe("target=db.example:5432"))
                .contains("{reason=\"" + reason + "\",result=\"" + result + "\"} 1.0\n");
    }

    @Test
    void silence_isInconclusiveWhileTooFewWitnessesRespond() throws Exception {
        fake.otherwise().timesOut();
        doubts = 1;

        CompletableFuture<Response> metrics = page().handle(request("target=10.0.0.5:80"));
        CompletableFuture<Response> debug = page().handle(request("target=10.0.0.5:80&debug=true"));
        fake.time().advance(Duration.ofSeconds(5));

        assertThat(body(metrics.join()))
                .contains(IN_DOUBT, "\nhalfshake_probe_conclusive 0.0\n", "\nprobe_success 0.0\n")
                .contains("halfshake_probe_result{reason=\"timed_out\",result=\"down\"} 1.0\n");
        assertThat(body(debug.join())).contains("\nnetwork in doubt: yes, too few witnesses respond\nconclusive: no\n");
    }

    @Test
    void silence_isInconclusiveIfWitnessesWereLostOrFoundMeanwhile() throws Exception {
        fake.otherwise().timesOut();
        // Found, lost, and both.
        for (long[] change : new long[][] {{1, 2}, {2, 3}, {2, 4}}) {
            doubts = change[0];
            CompletableFuture<Response> response = page().handle(request("target=10.0.0.5:80"));
            doubts = change[1];
            fake.time().advance(Duration.ofSeconds(5));
            assertThat(body(response.join())).contains(IN_DOUBT, "\nhalfshake_probe_conclusive 0.0\n");
        }
    }

    @Test
    void response_isConclusiveAlsoWhileTooFewWitnessesRespond() throws Exception {
        fake.on("10.0.0.5:80").up();
        fake.on("10.0.0.6:80").refused();
        doubts = 1;

        for (String target : List.of("10.0.0.5:80", "10.0.0.6:80")) {
            assertThat(probe("target=" + target)).contains(IN_DOUBT, "\nhalfshake_probe_conclusive 1.0\n");
        }
    }
}
