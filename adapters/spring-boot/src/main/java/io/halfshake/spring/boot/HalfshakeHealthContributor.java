package io.halfshake.spring.boot;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health {@code halfshake} of Spring Boot 4. */
final class HalfshakeHealthContributor implements CompositeHealthContributor {
    private final HealthComponents components;

    HalfshakeHealthContributor(HealthComponents components) {
        this.components = components;
    }

    @Override
    public @Nullable HealthContributor getContributor(String name) {
        return components.exists(name) ? indicator(name) : null;
    }

    @Override
    public Stream<Entry> stream() {
        return components.names().stream().map(name -> new Entry(name, indicator(name)));
    }

    private HealthIndicator indicator(String name) {
        return new Component(components, name);
    }

    /** Details, which copy the history of a target, are made only where they are shown. */
    private record Component(HealthComponents components, String name) implements HealthIndicator {
        @Override
        public Health health() {
            return health(true);
        }

        @Override
        public Health health(boolean includeDetails) {
            ComponentHealth health = components.health(name, includeDetails);
            return Health.status(health.status()).withDetails(health.details()).build();
        }
    }
}
