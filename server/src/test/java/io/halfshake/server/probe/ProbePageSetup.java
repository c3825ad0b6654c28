package io.halfshake.server.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import io.halfshake.Resolver;
import io.halfshake.server.web.Request;
import io.halfshake.server.web.RequestException;
import io.halfshake.server.web.Response;
import io.halfshake.testing.FakeChecker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A page with a checker, a resolver and an allow-list of the test's. */
abstract class ProbePageSetup {
    static final String TIMEOUT = "X-Prometheus-Scrape-Timeout-Seconds";

    final FakeChecker fake = FakeChecker.create();
    Checker checker = fake;
    final List<String> resolved = new CopyOnWriteArrayList<>();
    Supplier<CompletableFuture<List<InetAddress>>> answers =
            () -> CompletableFuture.failedFuture(new UnknownHostException("no answer was set"));
    List<String> allowed = List.of("10.0.0.0/8", "[2001:db8::]/32", "db.example:5432");
    int maxProbes = 100;
    /** Odd while the own network is in doubt. */
    long doubts;

    ProbePage page() {
        Resolver resolver = host -> {
            resolved.add(host);
            return answers.get();
        };
        Map<String, ProbeModule> modules = Map.of(
                "tcp_connect", new ProbeModule(Duration.ofSeconds(5)), "quick", new ProbeModule(Duration.ofMillis(50)));
        return new ProbePage(
                checker, resolver, AllowList.parse(allowed), modules, maxProbes, () -> doubts, fake.time());
    }

    void resolveTo(String... addresses) {
        answers = () -> CompletableFuture.completedFuture(
                List.of(addresses).stream().map(ProbePageSetup::address).toList());
    }

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Request request(String query, String... timeouts) {
        return new Request("/probe", query, timeouts.length == 0 ? Map.of() : Map.of(TIMEOUT, List.of(timeouts)));
    }

    static String body(Response response) throws IOException {
        assertThat(response.status()).isEqualTo(200);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        response.body().writeTo(body);
        return body.toString(StandardCharsets.UTF_8);
    }

    String probe(String query, String... timeouts) throws Exception {
        return body(page().handle(request(query, timeouts)).get(60, TimeUnit.SECONDS));
    }

    void assertRefused(int status, String message, String query, String... timeouts) {
        RequestException refused = refusal(page(), request(query, timeouts));
        assertThat(refused).hasMessage(message);
        assertThat(refused.status()).isEqualTo(status);
        assertThat(fake.recordedChecks()).isEmpty();
    }

    static RequestException refusal(ProbePage page, Request request) {
        try {
            Response response = page.handle(request).join();
            throw new AssertionError("status " + response.status() + " (expected a refusal)");
        } catch (RequestException e) {
            return e;
        } catch (CompletionException e) {
            if (e.getCause() instanceof RequestException refused) {
                return refused;
            }
            throw e;
        }
    }
}
