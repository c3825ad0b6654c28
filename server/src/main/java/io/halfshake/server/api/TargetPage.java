package io.halfshake.server.api;

import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.TargetStatus;
import io.halfshake.server.web.Handler;
import io.halfshake.server.web.Request;
import io.halfshake.server.web.RequestException;
import io.halfshake.server.web.Response;
import java.util.concurrent.CompletableFuture;

/** One target, with all that is known of it. */
final class TargetPage implements Handler {
    static final String PATH = "/api/v1/targets/{target}";

    private final Monitor monitor;
    private final TargetDirectory directory;

    TargetPage(Monitor monitor, TargetDirectory directory) {
        this.monitor = monitor;
        this.directory = directory;
    }

    @Override
    public CompletableFuture<Response> handle(Request request) {
        String text = request.pathParameter(PATH);
        ListedTarget target = find(directory, text);
        TargetStatus status = monitor.status(text);
        if (status == null) {
            // The configuration has it, and the monitor not yet, or no longer: while the watcher starts, or reloads.
            throw new RequestException(
                    503, "target: " + RequestException.shown(text) + " is not watched at the moment");
        }
        return CompletableFuture.completedFuture(JsonText.response(json -> {
            TargetJson.write(json, target, status, directory.maintenance());
            DetailsJson.write(json, status);
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
