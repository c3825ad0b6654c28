package io.halfshake.server.api;

import io.halfshake.monitor.MonitorView;
import io.halfshake.server.cluster.ClusterView;
import io.halfshake.server.web.Handler;
import io.halfshake.server.web.StaticPage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages of the API. */
public final class Api {
    static final String STATUS = "/api/v1/status";
    static final String DOCUMENT = "/api/v1/openapi.yaml";

    private Api() {}

    /**
     * The pages by path.
     *
     * @param monitor what the checks of this watcher find
     * @param cluster null where this watcher is no member of one
     * @param directory its targets
     * @param status of all together
     * @param process a number that other processes of the watcher do not have, such as the time of the start in
     *     milliseconds; zero or more
     * @return for {@link io.halfshake.server.web.WebServer}
     */
    public static Map<String, Handler> pages(
            MonitorView monitor,
            @Nullable ClusterView cluster,
            TargetDirectory directory,
            StatusJson status,
            long process) {
        TargetStates states = new TargetStates(monitor, cluster);
        return Map.of(
                TargetsPage.PATH,
                new TargetsPage(states, directory, new Cursors(process)),
                TargetPage.PATH,
                new TargetPage(states, directory),
                STATUS,
                Handler.of(request -> JsonText.response(status::write)),
                BadgePage.PATH,
                new BadgePage(states, directory),
                DOCUMENT,
                StaticPage.of(Api.class, "openapi.yaml", "application/yaml"));
    }
}
