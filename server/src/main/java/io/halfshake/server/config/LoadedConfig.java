package io.halfshake.server.config;

import java.nio.file.Path;
import java.util.List;

/**
 * A configuration that was read without an error.
 *
 * @param warnings each with its place, in the order of the files; immutable
 * @param files what was read, the configuration first; immutable
 */
public record LoadedConfig(ServerConfig config, List<String> warnings, List<Path> files) {}
