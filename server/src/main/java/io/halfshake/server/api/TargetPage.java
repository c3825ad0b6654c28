package io.halfshake.server.api;

import io.halfshake.monitor.TargetStatus;
import io.halfshake.server.web.Handler;
import io.halfshake.server.web.Request;
import io.halfshake.server.web.RequestException;
import io.halfshake.server.web.Response;
import java.util.concurrent.CompletableFuture;

/** One target, with all that is known of it. */
final class TargetPage implements Handler {
    static final String PATH = "/api/v1/targets/{target}";

    private final TargetStates states;
    private final TargetDirectory directory;

    TargetPage(TargetStates states, TargetDirectory directory) {
        this.states = states;
        this.directory = directory;
    }

    @Override
    public CompletableFuture<Response> handle(Request request) {
        String text = request.pathParameter(PATH);
        ListedTarget target = find(directory, text);
        TargetStates.Known known = states.of(text);
        if (known == null) {
            // The configuration has it, and the monitor not yet, or no longer: while the watcher starts, or reloads.
            throw new RequestException(
                    503, "target: " + RequestException.shown(text) + " is not watched at the moment");
        }
        return CompletableFuture.completedFuture(JsonText.response(json -> {
            TargetJson.write(json, target, known, directory.maintenance());
            TargetStatus status = known.checked();
            if (status != null) {
                DetailsJson.write(json, status);
            }
        }));
    }

    static ListedTarget find(TargetDirectory directory, String text) {
        ListedTarget target = directory.find(text);
        if (target == null) {
            throw RequestException.of(404, "target", text, "the host and port of one that is watched, as in the file");
        }
        return target;
    }
}
