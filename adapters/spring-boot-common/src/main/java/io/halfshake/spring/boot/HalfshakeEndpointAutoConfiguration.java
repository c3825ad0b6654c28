package io.halfshake.spring.boot;

import io.halfshake.Checker;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The endpoint {@code halfshake}, where the actuator is there and exposes it. */
@AutoConfiguration(after = HalfshakeAutoConfiguration.class)
@ConditionalOnClass(
        name = "org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint")
@ConditionalOnBean(HalfshakeTargets.class)
public final class HalfshakeEndpointAutoConfiguration {
    HalfshakeEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    HalfshakeEndpoint halfshakeEndpoint(Checker checker, HalfshakeTargets targets) {
        return new HalfshakeEndpoint(checker, targets);
    }
}
