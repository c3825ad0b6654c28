package io.halfshake.server.api;

import io.halfshake.server.store.History;
import io.halfshake.server.store.StoreException;
import io.halfshake.server.web.Handler;
import io.halfshake.server.web.RequestException;
import io.halfshake.server.web.Response;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** The pages of the API that read the stored history. */
public final class HistoryApi {
    private HistoryApi() {}

    /**
     * The pages by path.
     *
     * @param history what is stored
     * @param directory the targets
     * @param process as for {@link Api#pages}
     * @param clock says what the last hours are
     * @return for {@link io.halfshake.server.web.WebServer}
     */
    public static Map<String, Handler> pages(
            History history, TargetDirectory directory, long process, InstantSource clock) {
        return Map.of(
                OutagesPage.PATH,
                new OutagesPage(history, directory, clock),
                MinutesPage.PATH,
                new MinutesPage(history, directory, clock),
                HeatMapPage.PATH,
                new HeatMapPage(history, directory, new Cursors(process), clock));
    }

    /**
     * The same pages where there is no history, which say so.
     *
     * @return for {@link io.halfshake.server.web.WebServer}
     */
    public static Map<String, Handler> none() {
        Handler none = request -> {
            throw new RequestException(404, "history: none is kept (expected the key store in the configuration)");
        };
        return Map.of(OutagesPage.PATH, none, MinutesPage.PATH, none, HeatMapPage.PATH, none);
    }

    /** A response of what is read; status 503 where it cannot be. */
    static <T> CompletableFuture<Response> respond(CompletableFuture<T> read, Function<T, Response> response) {
        return read.handle((value, error) -> {
            if (error == null) {
                return response.apply(value);
            }
            Throwable cause =
                    error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
            if (cause instanceof StoreException unread) {
                throw new RequestException(503, String.valueOf(unread.getMessage()));
            }
            throw new CompletionException(cause);
        });
    }
}
