package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import io.halfshake.testing.FakeChecker;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.SimpleHttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.SimpleStatusAggregator;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class HalfshakeHealthGroupsTest {
    private static final Status TARGET_DOWN = new Status(ComponentHealth.TARGET_DOWN);

    private final HealthEndpointGroup primary = new Group("*");
    private final HealthEndpointGroup named = new Group("halfshake/db");
    private final HealthEndpointGroup everything = new Group("*");
    private final HealthEndpointGroups groups =
            HealthEndpointGroups.of(primary, Map.of("named", named, "everything", everything));

    private static @Nullable Status aggregate(@Nullable HealthEndpointGroup group) {
        return group == null
                ? null
                : group.getStatusAggregator().getAggregateStatus(Set.of(TARGET_DOWN, Status.UNKNOWN, Status.UP));
    }

    private static void assertCounted(HealthEndpointGroups processed) {
        assertThat(aggregate(processed.getPrimary())).isEqualTo(Status.UP);
        assertThat(aggregate(processed.get("everything"))).isEqualTo(Status.UP);
        assertThat(aggregate(processed.get("named"))).isEqualTo(Status.DOWN);
    }

    @Test
    void targetThatIsDown_countsWhereItIsNamed() {
        HealthEndpointGroups processed = new HalfshakeHealthGroups(false).postProcessHealthEndpointGroups(groups);

        assertCounted(processed);
        assertThat(processed.getNames()).containsExactlyInAnyOrder("named", "everything");
    }

    @Test
    void status_isTheOneOfHttpThatItCountsAs() {
        HealthEndpointGroups processed = new HalfshakeHealthGroups(false).postProcessHealthEndpointGroups(groups);

        assertThat(processed.getPrimary().getHttpCodeStatusMapper().getStatusCode(TARGET_DOWN))
                .isEqualTo(200);
        assertThat(processed.getPrimary().getHttpCodeStatusMapper().getStatusCode(Status.DOWN))
                .isEqualTo(503);
        assertThat(Objects.requireNonNull(processed.get("named"))
                        .getHttpCodeStatusMapper()
                        .getStatusCode(TARGET_DOWN))
                .isEqualTo(503);
    }

    @Test
    void allElseOfAGroup_staysAsItIs() {
        HealthEndpointGroup wrapped = new TargetStatusGroup(named, true);

        assertThat(wrapped.isMember("halfshake/db")).isTrue();
        assertThat(wrapped.isMember("halfshake/cache")).isFalse();
        assertThat(wrapped.showComponents(SecurityContext.NONE)).isTrue();
        assertThat(wrapped.showDetails(SecurityContext.NONE)).isFalse();
        assertThat(wrapped.getAdditionalPath())
                .isEqualTo(AdditionalHealthEndpointPath.of(WebServerNamespace.SERVER, "/healthz"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "off", "no", "0"})
    void groups_countTargetsHoweverFalseIsWritten(String affectsStatus) {
        run(affectsStatus, processor -> assertCounted(processor.postProcessHealthEndpointGroups(groups)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "on", "yes", "1"})
    void groups_areLeftAloneWhereTargetsAffectTheStatus(String affectsStatus) {
        run(
                affectsStatus,
                processor -> assertThat(processor.postProcessHealthEndpointGroups(groups))
                        .isSameAs(groups));
    }

    private static void run(String affectsStatus, Consumer<HealthEndpointGroupsPostProcessor> assertions) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        HalfshakeAutoConfiguration.class, HalfshakeHealthContributorAutoConfiguration.class))
                .withBean(Checker.class, FakeChecker::create)
                .withPropertyValues("halfshake.health.affects-status=" + affectsStatus)
                .run(context -> {
                    assertThat(context).hasSingleBean(HealthEndpointGroupsPostProcessor.class);
                    assertions.accept(context.getBean(HealthEndpointGroupsPostProcessor.class));
                });
    }

    /** Shows components, and no details. */
    private record Group(String member) implements HealthEndpointGroup {
        @Override
        public boolean isMember(String name) {
            return member.equals("*") || member.equals(name);
        }

        @Override
        public boolean showComponents(SecurityContext securityContext) {
            return true;
        }

        @Override
        public boolean showDetails(SecurityContext securityContext) {
            return false;
        }

        @Override
        public StatusAggregator getStatusAggregator() {
            return new SimpleStatusAggregator();
        }

        @Override
        public HttpCodeStatusMapper getHttpCodeStatusMapper() {
            return new SimpleHttpCodeStatusMapper();
        }

        @Override
        public AdditionalHealthEndpointPath getAdditionalPath() {
            return AdditionalHealthEndpointPath.of(WebServerNamespace.SERVER, "/healthz");
        }
    }
}
