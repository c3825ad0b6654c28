package io.halfshake.server.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.halfshake.UnknownReason;
import io.halfshake.server.web.Request;
import io.halfshake.server.web.Response;
import io.halfshake.testing.RecordedCheck;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbePageTest extends ProbePageSetup {
    private static void assertGolden(String actual, String file) throws IOException {
        Path golden = Path.of("src/test/resources/probe", file);
        if (Boolean.getBoolean("halfshake.golden.write")) {
            Files.writeString(golden, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(golden));
    }

    @Test
    void up_isAsExpected() throws Exception {
        fake.on("10.0.0.5:80").up(Duration.ofMillis(2));
        CompletableFuture<Response> response = page().handle(request("target=10.0.0.5:80"));
        assertThat(response).isNotDone();
        fake.time().advance(Duration.ofMillis(2));

        assertGolden(body(response.join()), "up.txt");
    }

    @Test
    void refused_isAsExpected() throws Exception {
        fake.on("[2001:db8::5]:443").refused();

        assertGolden(probe("target=%5B2001%3Adb8%3A%3A5%5D%3A443&module=quick", "10"), "refused.txt");
    }

    @Test
    void unresolvedName_isAsExpected() throws Exception {
        answers = () -> CompletableFuture.failedFuture(new UnknownHostException("db.example"));

        assertGolden(probe("target=db.example:5432"), "unresolved.txt");
        assertThat(fake.recordedChecks()).isEmpty();
    }

    @Test
    void debug_isAsExpected() throws Exception {
        resolveTo("10.0.0.5");
        fake.on("10.0.0.5:5432").refused();

        assertGolden(probe("target=db.example:5432&debug=true"), "debug.txt");
    }

    @ParameterizedTest
    @CsvSource({"10,5", "5.5,5", "3,2.5", "1,0.5", "0.5,0.25", "0.000001,0.0000005", "5.499999999999999999,4.999999999"
    })
    void scrapeTimeout_shortensThatOfTheModule(String header, String timeout) throws Exception {
        fake.on("10.0.0.5:80").up();

        assertThat(probe("target=10.0.0.5:80", header)).contains("\nhalfshake_probe_conclusive 1.0\n");
        long nanos = new BigDecimal(timeout).movePointRight(9).longValue();
        assertThat(fake.recordedChecks().get(0).timeout().toNanos()).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource({"0", "0.0", "-1", "1e3", "NaN", "Infinity", "''", "' 5'", "5s", "0x5", "1234567890", "1_0", "+5", "."})
    void scrapeTimeout_isRefusedIfItIsNone(String header) {
        assertRefused(
                400,
                TIMEOUT + ": \"" + header + "\" (expected seconds, more than zero, such as 10 or 2.5)",
                "target=10.0.0.5:80",
                header);
    }

    @Test
    void repeatedScrapeTimeout_isRefused() {
        assertRefused(400, TIMEOUT + ": sent 2 times (expected once)", "target=10.0.0.5:80", "5", "6");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|target: missing (expected /probe?target=host:port)",
                "module=quick|target: missing (expected /probe?target=host:port)",
                "target=10.0.0.5:80&module=slow|module: \"slow\" (expected one of quick, tcp_connect)",
                "target=10.0.0.5:80&debug=yes|debug: \"yes\" (expected true or false)",
                "target=10.0.0.5:80&target=10.0.0.6:80|target: \"10.0.0.6:80\" (expected one value, not several)",
                "target=10.0.0.5:80&modul=x|parameter: \"modul\" (expected one of target, module, debug)",
                "target=10.0.0.5|target: \"10.0.0.5\" (expected \"host:port\", or \"[address]:port\" for IPv6)"
            })
    void request_isRefused(String query, String message) {
        assertRefused(400, message, query);
    }

    @Test
    void requestWithoutQuery_isRefused() {
        assertThat(refusal(page(), new Request("/probe", null, Map.of())))
                .hasMessage("target: missing (expected /probe?target=host:port)");
    }

    @ParameterizedTest
    @CsvSource({
        "11.0.0.1:80",
        "127.0.0.1:80",
        "[::1]:80",
        "[::ffff:127.0.0.1]:80",
        "0.0.0.0:80",
        "[fe80::1%25nosuch0]:80"
    })
    void address_isRefusedIfItIsNotPermitted(String target) {
        assertRefused(
                403,
                "target: \"" + target.replace("%25", "%") + "\" (expected one that the allow-list permits)",
                "target=" + target);
        assertThat(resolved).isEmpty();
    }

    @Test
    void name_isNotResolvedIfNoAddressIsPermitted() {
        allowed = List.of("db.example:5432", "10.0.0.0/8:443");

        assertRefused(
                403,
                "target: \"other.example:80\" (expected one that the allow-list permits)",
                "target=other.example:80");
        assertThat(resolved).isEmpty();
    }

    @Test
    void name_isRefusedIfNoneOfItsAddressesIsPermitted() {
        resolveTo("127.0.0.1", "::1", "169.254.169.254");

        assertRefused(
                403,
                "target: \"other.example:80\" (expected one that the allow-list permits)",
                "target=other.example:80");
        assertThat(resolved).containsExactly("other.example");
    }

    @Test
    void permittedAddress_isTheOneThatIsAsked() throws Exception {
        // Another answer to each question, as a name server does that wants to get around the list.
        List<List<String>> script = new CopyOnWriteArrayList<>(List.of(List.of("127.0.0.1", "10.0.0.7", "10.0.0.8")));
        answers = () -> {
            List<String> next = script.isEmpty() ? List.of("127.0.0.1") : script.remove(0);
            return CompletableFuture.completedFuture(
                    next.stream().map(ProbePageTest::address).toList());
        };
        fake.otherwise().up();

        assertThat(probe("target=other.example:80")).contains("\nprobe_success 1.0\n");
        assertThat(resolved).containsExactly("other.example");
        assertThat(fake.recordedChecks()).extracting(RecordedCheck::target).containsExactly("10.0.0.7:80");
    }

    @Test
    void mappedAddressOfAName_isTheIpv4Address() throws Exception {
        resolveTo("::ffff:10.0.0.7");
        fake.otherwise().up();

        assertThat(probe("target=other.example:80")).contains("\nprobe_ip_protocol 4.0\n");
    }

    @Test
    void listedName_isAskedWhateverItsAddress() throws Exception {
        resolveTo("192.0.2.9");
        fake.otherwise().up();

        assertThat(probe("target=db.example:5432")).contains("\nprobe_success 1.0\n");
        assertThat(fake.recordedChecks()).extracting(RecordedCheck::target).containsExactly("192.0.2.9:5432");
    }

    @Test
    void internationalName_isResolvedAsTheCheckerDoes() throws Exception {
        resolveTo("10.0.0.7");
        fake.otherwise().up();

        assertThat(probe("target=b%C3%BCcher.example:80")).contains("\nprobe_success 1.0\n");
        assertThat(resolved).containsExactly("xn--bcher-kva.example");
    }

    @Test
    void probesBeyondTheLimit_areUnknown() throws Exception {
        maxProbes = 2;
        fake.otherwise().up(Duration.ofMillis(1));
        ProbePage page = page();
        Request request = request("target=10.0.0.5:80");
        CompletableFuture<Response> first = page.handle(request);
        CompletableFuture<Response> second = page.handle(request);

        assertThat(body(page.handle(request).join()))
                .contains("halfshake_probe_result{reason=\"saturated\",result=\"unknown\"} 1.0\n")
                .contains("\nprobe_success 0.0\n");

        fake.time().advance(Duration.ofMillis(1));
        assertThat(body(first.join())).contains("\nprobe_success 1.0\n");
        assertThat(body(second.join())).contains("\nprobe_success 1.0\n");
        CompletableFuture<Response> next = page.handle(request);
        fake.time().advance(Duration.ofMillis(1));
        assertThat(body(next.join())).contains("\nprobe_success 1.0\n");
    }

    @Test
    void probesOfOtherSettings_countAsOne() throws Exception {
        maxProbes = 1;
        fake.otherwise().up(Duration.ofMillis(1));
        ProbePage page = page();
        ProbePage other =
                page.with(AllowList.parse(List.of("10.0.0.7:80")), Map.of("x", new ProbeModule(Duration.ofSeconds(1))));
        CompletableFuture<Response> first = page.handle(request("target=10.0.0.5:80"));

        CompletableFuture<Response> second = other.handle(request("target=10.0.0.7:80&module=x"));
        assertThat(second).isDone();
        assertThat(body(second.join())).contains("{reason=\"saturated\",result=\"unknown\"} 1.0\n");
        fake.time().advance(Duration.ofMillis(1));
        assertThat(body(first.join())).contains("\nprobe_success 1.0\n");
        CompletableFuture<Response> next = other.handle(request("target=10.0.0.7:80&module=x"));
        fake.time().advance(Duration.ofMillis(1));
        assertThat(body(next.join())).contains("\nprobe_success 1.0\n");
        assertThat(refusal(other, request("target=10.0.0.5:80&module=x")).status())
                .isEqualTo(403);
    }

    @Test
    void refusedProbes_freeTheirPlaces() throws Exception {
        maxProbes = 1;
        fake.otherwise().up();
        resolveTo("127.0.0.1");
        ProbePage page = page();
        for (String target : List.of("127.0.0.1:80", "other.example:80")) {
            assertThat(refusal(page, request("target=" + target)).status()).isEqualTo(403);
        }

        assertThat(body(page.handle(request("target=10.0.0.5:80")).join())).contains("\nprobe_success 1.0\n");
    }

    @Test
    void closedChecker_makesItUnknown() throws Exception {
        fake.close();

        assertThat(probe("target=10.0.0.5:80"))
                .contains("halfshake_probe_result{reason=\"checker_closed\",result=\"unknown\"} 1.0\n");
    }

    @Test
    void unknown_hasItsReason() throws Exception {
        fake.on("10.0.0.5:80").unknown(UnknownReason.NO_DESCRIPTORS);

        assertThat(probe("target=10.0.0.5:80"))
                .contains("halfshake_probe_result{reason=\"no_descriptors\",result=\"unknown\"} 1.0\n")
                .contains("\nprobe_success 0.0\n", "\nhalfshake_probe_conclusive 0.0\n");
    }

    @Test
    void settings_haveTheirRules() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProbeModule(Duration.ZERO))
                .withMessage("timeout: 0s (expected > 0 and <= 2m)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProbeModule(Duration.ofSeconds(121)))
                .withMessage("timeout: 121s (expected > 0 and <= 2m)");
        maxProbes = 0;
        assertThatIllegalArgumentException().isThrownBy(this::page).withMessage("maxProbes: 0 (expected >= 1)");
    }

    /** The published vectors of FNV-1a. */
    @ParameterizedTest
    @CsvSource({"'',2166136261", "a,3826002220", "foobar,3214735720"})
    void fnv1a_isThePublishedOne(String text, double hash) {
        assertThat(ProbeMetrics.fnv1a(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(hash);
    }
}
