package io.halfshake.server.config;

import java.util.List;

/**
 * What the watcher does.
 *
 * @param targets in the order of the files; immutable
 */
public record ServerConfig(WebConfig web, WitnessConfig witnesses, ProbeConfig probe, List<TargetConfig> targets) {}
