package io.halfshake;

import io.halfshake.spi.EngineProvider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which engine a checker is to have.
 *
 * @param name the only one wanted, or null for the best
 * @param provider the very one wanted, or null
 */
record EngineChoice(@Nullable String name, @Nullable EngineProvider provider) {
    static EngineChoice best() {
        return new EngineChoice(null, null);
    }

    static EngineChoice named(String name) {
        return new EngineChoice(name, null);
    }

    static EngineChoice given(EngineProvider provider) {
        return new EngineChoice(provider.name(), provider);
    }

    /** Those that would do, the preferred one first. */
    List<EngineProvider> among(List<EngineProvider> present) {
        if (provider != null) {
            return List.of(provider);
        }
        return name == null
                ? present.stream().filter(p -> p.preference() >= 0).toList()
                : present.stream().filter(p -> p.name().equals(name)).toList();
    }

    /** What was wanted, for an error's text. */
    String describe(boolean halfOpen) {
        return "engine: " + (name == null ? "any" : name) + " (expected one that works here"
                + (halfOpen ? " and makes half handshakes)" : ")");
    }
}
