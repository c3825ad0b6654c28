package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.spring.boot.HalfshakeProperties.HealthProperties;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.HealthIndicator;

class HalfshakeHealthContributorTest {
    @Test
    void component_hasDetailsWhereTheyAreShown() {
        TestMonitor test = TestMonitor.create();
        test.checker().on("db:5432").refused();
        HalfshakeTargets targets = Configurations.start(test.monitor(), Configurations.target("db", "db:5432", null));
        HalfshakeHealthContributor contributor = new HalfshakeHealthContributor(
                new HealthComponents(targets, new HealthProperties(false, 100), Set.of()));
        test.advance(Duration.ofSeconds(1));

        HealthIndicator db = (HealthIndicator) Objects.requireNonNull(contributor.getContributor("db"));

        assertThat(Objects.requireNonNull(db.health()).getDetails()).containsEntry("reason", "refused");
        assertThat(Objects.requireNonNull(db.health(true)).getDetails()).containsEntry("reason", "refused");
        assertThat(Objects.requireNonNull(db.health(false)).getDetails()).isEmpty();
        assertThat(Objects.requireNonNull(db.health(false)).getStatus().getCode())
                .isEqualTo("TARGET_DOWN");
        assertThat(contributor.getContributor("db:5432")).isNull();
    }
}
