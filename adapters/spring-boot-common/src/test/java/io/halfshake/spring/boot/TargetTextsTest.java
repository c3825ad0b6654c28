package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.Monitor;
import io.halfshake.spring.boot.HalfshakeProperties.TargetProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Targets that are written as texts, and in environment variables. */
class TargetTextsTest {
    private static final Path DOCUMENT = Path.of("../../docs/spring-boot.md");
    private static final Pattern VARIABLE = Pattern.compile("^(HALFSHAKE_\\w+)=(.*)$", Pattern.MULTILINE);

    private final TestApplication application = new TestApplication();

    @BeforeEach
    void answer() {
        application.fake.otherwise().up();
    }

    private ApplicationContextRunner withVariables(Map<String, Object> variables) {
        String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        return application.runner.withInitializer(context -> {
            MutablePropertySources sources = context.getEnvironment().getPropertySources();
            sources.replace(name, new SystemEnvironmentPropertySource(name, variables));
        });
    }

    private static void assertMonitors(ApplicationContextRunner runner, String... targets) {
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(Monitor.class).targets()).containsExactly(targets);
        });
    }

    @Test
    void textInTheList_isATarget() {
        assertMonitors(
                application.runner.withPropertyValues(
                        "halfshake.targets[0]=db:5432",
                        "halfshake.targets[1].target=cache:6379",
                        "halfshake.targets[2]=[::1]:5672"),
                "db:5432",
                "cache:6379",
                "[::1]:5672");
    }

    @Test
    void textWithCommas_isAListOfTargets() {
        assertMonitors(
                application.runner.withPropertyValues("halfshake.targets=db:5432, cache:6379"),
                "db:5432",
                "cache:6379");
    }

    @Test
    void emptyList_isNoTarget() {
        assertMonitors(application.runner.withPropertyValues("halfshake.targets="));
    }

    @Test
    void variable_replacesAListOfAnotherForm() {
        assertMonitors(
                withVariables(Map.of("HALFSHAKE_TARGETS", "db:5432"))
                        .withInitializer(context -> context.getEnvironment()
                                .getPropertySources()
                                .addLast(new MapPropertySource(
                                        "file",
                                        Map.of(
                                                "halfshake.targets[0].target", "cache:6379",
                                                "halfshake.targets[0].name", "cache")))),
                "db:5432");
    }

    /** Kubernetes sets these for a service {@code halfshake}. */
    @Test
    void otherVariables_areNoneOfHalfshakes() {
        assertMonitors(
                withVariables(Map.of("HALFSHAKE_PORT", "tcp://127.0.0.1:80", "HALFSHAKE_SERVICE_HOST", "127.0.0.1")));
    }

    @Test
    void misspeltVariableOfATarget_failsTheStart() {
        withVariables(Map.of("HALFSHAKE_TARGETS_0_TARGET", "db:5432", "HALFSHAKE_TARGETS_0_INTERVALL", "10s"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("halfshake.targets[0].intervall: \"10s\" (expected one of target, name, group,"
                                + " interval, timeout, rise, fall)"));
    }

    @Test
    void documentedVariables_areRead() throws IOException {
        Map<String, Object> variables = new LinkedHashMap<>();
        VARIABLE.matcher(Files.readString(DOCUMENT))
                .results()
                .forEach(variable -> variables.put(variable.group(1), variable.group(2)));
        assertThat(variables).hasSize(4);

        withVariables(variables).run(context -> {
            assertThat(context).hasNotFailed();
            HalfshakeProperties properties = context.getBean(HalfshakeProperties.class);
            assertThat(properties.targets())
                    .containsExactly(new TargetProperties("db", "localhost:5432", null, null, null, null, null));
            assertThat(properties.requireHalfOpen()).isTrue();
            assertThat(properties.health().affectsStatus()).isTrue();
        });
    }
}
