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
        return () -> {
            ComponentHealth health = components.health(name);
            return Health.status(health.status()).withDetails(health.details()).build();
        };
    }
}
