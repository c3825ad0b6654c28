package io.halfshake.server.config;

import io.halfshake.Target;
import io.halfshake.monitor.TargetSettings;
import io.halfshake.server.cluster.ClusterConfig;
import io.halfshake.server.store.StoreConfig;
import io.halfshake.server.store.StoreConfig.Location;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two configurations. A target is the same one if its host and port are.
 *
 * @param added targets that are new
 * @param removed targets that are gone
 * @param changed targets of which something else differs
 * @param web whether the address differs, or whether it is encrypted
 * @param webSecurity whether credentials or the certificate differ
 * @param witnesses whether the witnesses differ
 * @param witnessSettings whether there are witnesses before, and the defaults differ in how they are checked
 * @param probe whether it differs what may be checked on request
 * @param sinks whether it differs where alerts are sent to
 * @param maintenance whether the maintenance windows differ
 * @param store whether it differs where the history is kept, or for how long; not by whose password
 * @param storeLogin whether user or password differ in the same store
 * @param cluster whether it differs with whom, where or as which member the targets are shared; not by whose password
 * @param clusterLogin whether user or password differ for the same cluster
 */
public record ConfigChange(
        List<TargetConfig> added,
        List<TargetConfig> removed,
        List<TargetChange> changed,
        boolean web,
        boolean webSecurity,
        boolean witnesses,
        boolean witnessSettings,
        boolean probe,
        boolean sinks,
        boolean maintenance,
        boolean store,
        boolean storeLogin,
        boolean cluster,
        boolean clusterLogin) {
    /** A target, before and after. */
    public record TargetChange(TargetConfig before, TargetConfig after) {
        /** Whether the target is monitored in another way, not only called something else. */
        public boolean settings() {
            return !before.settings().withDefaults().equals(after.settings().withDefaults());
        }
    }

    /** Compares two configurations. */
    public static ConfigChange between(ServerConfig before, ServerConfig after) {
        Map<Target, TargetConfig> left = new LinkedHashMap<>();
        before.targets().forEach(target -> left.put(target.target(), target));
        List<TargetConfig> added = new ArrayList<>();
        List<TargetChange> changed = new ArrayList<>();
        for (TargetConfig target : after.targets()) {
            TargetConfig old = left.remove(target.target());
            if (old == null) {
                added.add(target);
            } else if (!old.equals(target)) {
                changed.add(new TargetChange(old, target));
            }
        }
        boolean store = !Objects.equals(withoutLogin(before.store()), withoutLogin(after.store()));
        boolean cluster = !Objects.equals(withoutLogin(before.cluster()), withoutLogin(after.cluster()));
        return new ConfigChange(
                List.copyOf(added),
                List.copyOf(left.values()),
                List.copyOf(changed),
                !after.web().listensAs(before.web()),
                !before.web().security().equals(after.web().security()),
                !before.witnesses().equals(after.witnesses()),
                !before.witnesses().targets().isEmpty()
                        && !ofWitnesses(before.defaults()).equals(ofWitnesses(after.defaults())),
                !before.probe().equals(after.probe()),
                !before.sinks().equals(after.sinks()),
                !before.maintenance().equals(after.maintenance()),
                store,
                !store && !Objects.equals(before.store(), after.store()),
                cluster,
                !cluster && !Objects.equals(before.cluster(), after.cluster()));
    }

    private static @Nullable StoreConfig withoutLogin(@Nullable StoreConfig store) {
        return store != null && store.location() instanceof Location.Server server
                ? new StoreConfig(
                        new Location.Server(server.url(), null, null),
                        store.watcher(),
                        store.retention(),
                        store.minutesRetention())
                : store;
    }

    private static @Nullable ClusterConfig withoutLogin(@Nullable ClusterConfig cluster) {
        return cluster == null
                ? null
                : new ClusterConfig(cluster.name(), cluster.member(), cluster.zone(), cluster.url(), null, null);
    }

    /** Without what only targets have: a witness has no state. */
    private static TargetSettings ofWitnesses(TargetSettings defaults) {
        return defaults.withDefaults().withRise(1).withFall(1).withDownInterval(Duration.ofSeconds(1));
    }

    /** Whether the configurations are equal, but for the order of the targets. */
    public boolean isEmpty() {
        boolean targets = !added.isEmpty() || !removed.isEmpty() || !changed.isEmpty();
        boolean others = witnesses || witnessSettings || probe || sinks || maintenance;
        boolean databases = store || storeLogin || cluster || clusterLogin;
        return !targets && !web && !webSecurity && !others && !databases;
    }
}
