package io.halfshake.spring.boot;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.NamedContributor;

/** The health {@code halfshake} of Spring Boot 3.5. */
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
    public Iterator<NamedContributor<HealthContributor>> iterator() {
        return components.names().stream()
                .map(name -> NamedContributor.<HealthContributor>of(name, indicator(name)))
                .iterator();
    }

    private HealthIndicator indicator(String name) {
        return new Component(components, name);
    }

    /** Details, which copy the history of a target, are made only where they are shown. */
    private record Component(HealthComponents components, String name) implements HealthIndicator {
        @Override
        public Health health() {
            return getHealth(true);
        }

        @Override
        public Health getHealth(boolean includeDetails) {
            ComponentHealth health = components.health(name, includeDetails);
            return Health.status(health.status()).withDetails(health.details()).build();
        }
    }
}
