package io.halfshake.server.api;

import static io.halfshake.server.api.JsonText.bounds;
import static io.halfshake.server.api.JsonText.instant;
import static io.halfshake.server.api.JsonText.micros;

import com.fasterxml.jackson.core.JsonGenerator;
import io.halfshake.Checker;
import io.halfshake.EngineReport;
import io.halfshake.monitor.Blindness;
import io.halfshake.monitor.MonitorStats;
import io.halfshake.monitor.MonitorView;
import io.halfshake.server.cluster.ClusterCounts;
import io.halfshake.server.cluster.ClusterView;
import io.halfshake.server.store.StoreHealth;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is known of all targets together, and of the watcher. */
public final class StatusJson {
    private final MonitorView monitor;
    private final @Nullable ClusterView cluster;
    private final @Nullable ClusterCounts counts;
    private final Checker checker;
    private final Supplier<WatcherFacts> facts;
    private final InstantSource clock;

    /**
     * The state of a watcher.
     *
     * @param monitor what the checks of this watcher find
     * @param cluster null where this watcher is no member of one
     * @param isListed whether this watcher lists a target of the cluster
     * @param checker the one that it asks
     * @param facts asked with each request, and must not wait
     * @param clock says as of when
     */
    public StatusJson(
            MonitorView monitor,
            @Nullable ClusterView cluster,
            Predicate<? super String> isListed,
            Checker checker,
            Supplier<WatcherFacts> facts,
            InstantSource clock) {
        this.monitor = monitor;
        this.cluster = cluster;
        this.counts = cluster == null ? null : new ClusterCounts(cluster, isListed);
        this.checker = checker;
        this.facts = facts;
        this.clock = clock;
    }

    /**
     * Writes the fields.
     *
     * @param json in an object
     * @throws IOException if writing fails
     */
    public void write(JsonGenerator json) throws IOException {
        WatcherFacts now = facts.get();
        EngineReport engine = checker.engine();
        MonitorStats stats = monitor.stats();
        Blindness blindness = monitor.blindness();
        instant(json, "asOf", clock.instant());
        json.writeStringField("version", now.version());
        instant(json, "since", now.since());
        json.writeStringField("engine", engine.name());
        json.writeStringField("handshake", JsonText.name(engine.handshake()));
        instant(json, "configReadAt", now.configReadAt());
        json.writeBooleanField("lastReloadSuccessful", now.lastReloadSuccessful());
        json.writeObjectFieldStart("targets");
        ClusterCounts.States states = counts == null
                ? new ClusterCounts.States(stats.up(), stats.down(), stats.unknown(), 0)
                : counts.states();
        json.writeNumberField("up", states.up());
        json.writeNumberField("down", states.down());
        json.writeNumberField("unknown", states.unknown());
        json.writeEndObject();
        json.writeBooleanField("ownNetworkInDoubt", blindness != null);
        if (blindness != null) {
            json.writeObjectFieldStart("blindness");
            bounds(json, "began", blindness.began());
            json.writeNumberField("responding", blindness.responding());
            json.writeNumberField("quorum", blindness.quorum());
            json.writeNumberField("witnesses", blindness.witnesses().size());
            json.writeEndObject();
        }
        micros(json, "ownNetworkInDoubtMicros", stats.blind());
        micros(json, "stalledMicros", stats.stalled());
        if (cluster != null) {
            ClusterJson.write(json, cluster.status(), states.unlisted());
        }
        StoreHealth store = now.store();
        if (store != null) {
            HistoryJson.health(json, store);
        }
    }
}
