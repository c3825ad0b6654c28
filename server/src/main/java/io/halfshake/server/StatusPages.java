package io.halfshake.server;

import io.halfshake.Checker;
import io.halfshake.monitor.MonitorView;
import io.halfshake.server.api.Api;
import io.halfshake.server.api.HistoryApi;
import io.halfshake.server.api.StatusJson;
import io.halfshake.server.api.WatcherFacts;
import io.halfshake.server.cluster.ClusterView;
import io.halfshake.server.events.EventHub;
import io.halfshake.server.store.History;
import io.halfshake.server.web.Handler;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The pages for people, and the API that they are made of. */
final class StatusPages implements AutoCloseable {
    private final EventHub events;
    private final Map<String, Handler> pages = new TreeMap<>();

    /** The cluster is null where the watcher is no member of one. */
    StatusPages(
            MonitorView monitor,
            @Nullable ClusterView cluster,
            Checker checker,
            TargetNames names,
            ReloadMetrics reloads,
            @Nullable History history,
            InstantSource clock) {
        Instant since = clock.instant();
        String version = ServerVersion.text();
        StatusJson status = new StatusJson(
                monitor,
                cluster,
                target -> names.find(target) != null,
                checker,
                () -> new WatcherFacts(
                        version,
                        since,
                        reloads.lastSuccess(),
                        reloads.wasSuccessful(),
                        history == null ? null : history.health()),
                clock);
        long process = since.toEpochMilli();
        events = new EventHub(monitor, cluster, names, status, process);
        monitor.addListener(events);
        names.onChange(events::changed);
        pages.putAll(Api.pages(monitor, cluster, names, status, process));
        pages.putAll(history == null ? HistoryApi.none() : HistoryApi.pages(history, names, process, clock));
        pages.put("/events", events);
        events.start();
    }

    /** By path. */
    Map<String, Handler> pages() {
        return pages;
    }

    /** Ends the streams of events. */
    @Override
    public void close() {
        events.close();
    }
}
