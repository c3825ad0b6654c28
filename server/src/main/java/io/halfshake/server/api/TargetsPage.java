package io.halfshake.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.halfshake.server.maintenance.OpenWindows;
import io.halfshake.server.web.Handler;
import io.halfshake.server.web.Request;
import io.halfshake.server.web.Response;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** The list of targets, a page at a time. */
final class TargetsPage implements Handler {
    static final String PATH = "/api/v1/targets";

    /** A page that finds fewer targets than it may have ends here, and the client goes on: some 30 ms. */
    static final int MAX_VISITED = 10_000;

    private final TargetStates states;
    private final TargetDirectory directory;
    private final Cursors cursors;

    TargetsPage(TargetStates states, TargetDirectory directory, Cursors cursors) {
        this.states = states;
        this.directory = directory;
        this.cursors = cursors;
    }

    @Override
    public CompletableFuture<Response> handle(Request request) {
        TargetQuery query = TargetQuery.of(request, cursors);
        return CompletableFuture.completedFuture(JsonText.response(json -> write(json, query)));
    }

    private void write(JsonGenerator json, TargetQuery query) throws IOException {
        OpenWindows maintenance = directory.maintenance();
        json.writeArrayFieldStart("targets");
        int written = 0;
        int visited = 0;
        long last = query.after();
        boolean more = false;
        for (ListedTarget target : directory.after(query.after())) {
            if (written == query.limit() || visited == MAX_VISITED) {
                more = true;
                break;
            }
            visited++;
            last = target.number();
            if (query.wants(target)) {
                TargetStates.Known known = states.of(target.target());
                // Null while it is being added or removed.
                if (known != null && (query.state() == null || query.state() == known.state())) {
                    json.writeStartObject();
                    TargetJson.write(json, target, known, maintenance);
                    json.writeEndObject();
                    written++;
                }
            }
        }
        json.writeEndArray();
        if (more) {
            json.writeStringField("next", cursors.text(last));
        }
    }
}
