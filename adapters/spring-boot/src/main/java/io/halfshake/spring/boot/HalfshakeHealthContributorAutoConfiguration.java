package io.halfshake.spring.boot;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The health {@code halfshake}, with a component for each target. */
@AutoConfiguration(after = HalfshakeAutoConfiguration.class)
@ConditionalOnClass(
        name = "org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator")
@ConditionalOnEnabledHealthIndicator("halfshake")
@ConditionalOnBean(HalfshakeTargets.class)
public final class HalfshakeHealthContributorAutoConfiguration {
    HalfshakeHealthContributorAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "halfshakeHealthContributor")
    HalfshakeHealthContributor halfshakeHealthContributor(
            HalfshakeTargets targets, HalfshakeProperties properties, Environment environment) {
        return new HalfshakeHealthContributor(
                new HealthComponents(targets, properties.health(), GroupMembers.components(environment)));
    }

    /** Groups are of the actuator's endpoint; health itself can be there without it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.actuate.endpoint.annotation.Endpoint")
    static class Groups {
        @Bean
        HealthEndpointGroupsPostProcessor halfshakeHealthGroups(HalfshakeProperties properties) {
            return new HalfshakeHealthGroups(properties.health().affectsStatus());
        }
    }
}
