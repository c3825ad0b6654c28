package io.halfshake.cluster;

import io.halfshake.Target;
import io.halfshake.internal.Arguments;
import io.halfshake.monitor.TargetSettings;

/** What the targets that an application names have to be. */
final class TargetArguments {
    private final boolean areHosts;
    private final TargetSettings defaults;

    /** For targets without a port, if so. */
    TargetArguments(boolean areHosts, TargetSettings defaults) {
        this.areHosts = areHosts;
        this.defaults = defaults;
    }

    void require(String target, TargetSettings overrides) {
        Target unused = areHosts ? Target.parseHost(target) : Target.parse(target);
        requireFits(target);
        requireNoInitialState(overrides);
        overrides.withDefaults(defaults).requireConsistent();
    }

    static void requireFits(String target) {
        Arguments.require(
                Codes.fitsTarget(target), "target", target, "1 to " + Limits.TARGET_BYTES + " bytes in UTF-8");
    }

    static void requireNoInitialState(TargetSettings settings) {
        Arguments.require(
                settings.initialState() == null,
                "initialState",
                String.valueOf(settings.initialState()),
                "none: a target of a cluster begins with UNKNOWN");
    }
}
