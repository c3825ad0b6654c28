package io.halfshake.server.alerts;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Posts JSON, or another type, to one URL. Redirects are not followed: they may lead to another host. */
final class HttpSender {
    static final String JSON = "application/json";

    /** The message itself was refused, and would be again. */
    private static final Set<Integer> PERMANENT = Set.of(400, 413, 422);

    /** More than the client wraps around one, and an end where a cause is its own. */
    private static final int MAX_CAUSES = 5;

    private final Secret url;
    private final Map<String, Secret> headers;
    private final Duration timeout;
    private final String contentType;

    HttpSender(Secret url, Map<String, Secret> headers, Duration timeout) {
        this(url, headers, timeout, JSON);
    }

    HttpSender(Secret url, Map<String, Secret> headers, Duration timeout, String contentType) {
        this.url = url;
        this.headers = headers;
        this.timeout = timeout;
        this.contentType = contentType;
    }

    void post(byte[] body) throws SinkException, InterruptedException {
        post(body, Map.of());
    }

    /** Returns when the response has a status from 200 to 299. */
    void post(byte[] body, Map<String, String> more) throws SinkException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url.value()))
                .timeout(timeout)
                .setHeader("Content-Type", contentType)
                .setHeader("User-Agent", "halfshake")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach((name, value) -> request.setHeader(name, value.value()));
        more.forEach(request::setHeader);
        HttpResponse<Void> response = send(request.build());
        int status = response.statusCode();
        if (status < 200 || status > 299) {
            throw PERMANENT.contains(status)
                    ? SinkException.permanent("HTTP " + status)
                    : SinkException.passing("HTTP " + status, retryAfter(response));
        }
    }

    private HttpResponse<Void> send(HttpRequest request) throws SinkException, InterruptedException {
        HttpClient client = HttpClients.SHARED.get();
        try {
            HttpResponse<Void> response = await(client.sendAsync(request, BodyHandlers.discarding()));
            HttpClients.SHARED.responded();
            return response;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (!(cause instanceof IOException)) {
                HttpClients.SHARED.forget(client);
            } else if (cause.getClass() == IOException.class) {
                // Which is what a closed client fails with.
                HttpClients.SHARED.suspect(client);
            }
            throw cause instanceof HttpTimeoutException
                    ? late()
                    : SinkException.passing(describe(cause, request.uri().getHost()));
        } catch (TimeoutException e) {
            throw late();
        } catch (RuntimeException | Error e) {
            HttpClients.SHARED.forget(client);
            throw e;
        }
    }

    /** The timeout of a request ends with the headers of the response; a body may never end. */
    private HttpResponse<Void> await(CompletableFuture<HttpResponse<Void>> response)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            return response.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            boolean unused = response.cancel(true);
        }
    }

    private SinkException late() {
        return SinkException.passing("no response within " + timeout.toMillis() + " ms");
    }

    /**
     * Its text may have the URL, and is left out but for that of TLS, which says which part failed, and for which host.
     */
    static String describe(Throwable cause, String host) {
        String name = cause.getClass().getSimpleName();
        if (cause instanceof ConnectException) {
            return (isUnresolved(cause) ? "host not found (" : "no connection (") + name + ")";
        }
        if (!(cause instanceof SSLException) && cause.getClass() != IOException.class) {
            return name;
        }
        Pattern shownHost = Pattern.compile(Pattern.quote(host.replaceAll("[\\[\\]]", "")), Pattern.CASE_INSENSITIVE);
        return name + ": "
                + shownHost.matcher(String.valueOf(cause.getMessage())).replaceAll(Secret.HIDDEN);
    }

    /** The client of the JDK wraps it, once or twice by version. */
    private static boolean isUnresolved(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof UnresolvedAddressException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** Zero where there is none, or it is a date. */
    private static Duration retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("[0-9]{1,9}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(Duration.ZERO);
    }
}
