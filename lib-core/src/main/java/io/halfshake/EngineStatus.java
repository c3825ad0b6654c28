package io.halfshake;

import io.halfshake.spi.EngineAvailability;

/**
 * An engine that is present, and whether it works on this machine.
 *
 * @param name the engine's name, such as {@code connect}
 * @param description what it does and needs, in one line
 * @param availability what its self-test found
 */
public record EngineStatus(String name, String description, EngineAvailability availability) {}
