package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class MisconfiguredApplicationIT {
    @Test
    void wrongTarget_isReportedWithItsPropertyAndPlace(CapturedOutput output) {
        SpringApplicationBuilder application =
                new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE);

        assertThatThrownBy(() -> application.run("--spring.config.location=classpath:misconfigured.yaml"))
                .hasRootCauseMessage("target: \"db\" (expected \"host:port\", or \"[address]:port\" for IPv6)");

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains(
                        "halfshake.targets[3].target: \"db\" (expected \"host:port\", or \"[address]:port\" for IPv6)")
                .containsPattern("It was set in class path resource \\[misconfigured\\.yaml\\] - 6:1\\d\\.")
                .contains("Set halfshake.targets[3].target to a value as expected, or remove halfshake.targets[3].");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
