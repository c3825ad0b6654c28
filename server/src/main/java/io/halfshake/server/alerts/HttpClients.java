package io.halfshake.server.alerts;

import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One HTTP client, made when it is first needed: without descriptors it cannot be made, which may pass. */
final class HttpClients {
    /** For all sinks. It keeps connections to each host for later, and no exchange waits for another's. */
    static final HttpClients SHARED = new HttpClients(() -> HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build());

    private final Supplier<HttpClient> maker;
    private @Nullable HttpClient client;
    private int failures;

    HttpClients(Supplier<HttpClient> maker) {
        this.maker = maker;
    }

    /** The same each time, once it could be made, until it is forgotten. */
    synchronized HttpClient get() throws SinkException {
        HttpClient made = client;
        if (made == null) {
            try {
                made = maker.get();
            } catch (UncheckedIOException e) {
                throw SinkException.passing("no HTTP client: "
                        + Objects.requireNonNull(e.getCause()).getClass().getSimpleName());
            }
            client = made;
        }
        return made;
    }

    /** An error in the client's thread closes it for good. */
    synchronized void forget(HttpClient failed) {
        if (client == failed) {
            client = null;
            failures = 0;
        }
    }

    /** It may be closed, or its peer be no HTTP server: forgets it if it fails twice without a response in between. */
    synchronized void suspect(HttpClient failed) {
        if (client == failed && ++failures > 1) {
            forget(failed);
        }
    }

    synchronized void responded() {
        failures = 0;
    }
}
