package recipes.vertx;

import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TargetStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Answers each request with the states of a monitor's targets. */
public final class HealthServer {
    private HealthServer() {}

    /** The targets are those that the monitor has now. */
    public static HealthChecks healthChecks(Vertx vertx, Monitor monitor) {
        HealthChecks checks = HealthChecks.create(vertx);
        for (String target : monitor.targets()) {
            checks.register(target, promise -> promise.complete(status(monitor.status(target))));
        }
        return checks;
    }

    public static Future<HttpServer> listen(Vertx vertx, HealthChecks checks, int port, String host) {
        return vertx.createHttpServer()
                .requestHandler(request -> checks.checkStatus()
                        .onSuccess(found -> request.response()
                                .setStatusCode(CheckResult.isUp(found) ? 200 : 503)
                                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                                .end(found.toJson().toBuffer()))
                        .onFailure(
                                failure -> request.response().setStatusCode(500).end()))
                .listen(port, host);
    }

    /**
     * Reads memory only, so it may run on the event loop. There are only UP and DOWN: the data says what is unknown.
     */
    private static Status status(TargetStatus target) {
        if (target == null) {
            return Status.OK(new JsonObject().put("state", "removed"));
        }
        JsonObject data = new JsonObject()
                .put("state", target.state().name().toLowerCase(Locale.ROOT))
                .put("since", target.since().truncatedTo(ChronoUnit.MILLIS).toString());
        if (target.last() != null) {
            data.put("last", target.last().describe());
        }
        return target.state() == TargetState.DOWN ? Status.KO(data) : Status.OK(data);
    }
}
