package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import io.halfshake.testing.FakeChecker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

/** Where in a file the property is that fails the start. */
class PlaceOfPropertyTest {
    private static PropertySource<?> yaml(String text) {
        try {
            return new YamlPropertySourceLoader()
                    .load("yaml", new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8), "application.yaml"))
                    .get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String description(String yaml) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(yaml(yaml));
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(HalfshakeAutoConfiguration.class))
                .withBean(Checker.class, FakeChecker::create)
                .withInitializer(context -> context.setEnvironment(environment))
                .run(context -> failure.set(context.getStartupFailure()));
        return Objects.requireNonNull(
                        new InvalidPropertyFailureAnalyzer(environment).analyze(Objects.requireNonNull(failure.get())))
                .getDescription();
    }

    private static void assertPlace(String yaml, String expected) {
        assertThat(description(yaml)).endsWith(System.lineSeparator() + expected);
    }

    @Test
    void wrongValue_hasItsPlace() {
        assertPlace("""
                halfshake:
                  targets:
                    - target: db
                """, "It was set in Byte array resource [application.yaml] - 3:15.");
    }

    @Test
    void missingTarget_hasThePlaceOfItsOtherProperties() {
        assertPlace("""
                halfshake:
                  targets:
                    - name: db
                      group: data
                """, "halfshake.targets[0].name was set in Byte array resource [application.yaml] - 3:13.");
    }

    @Test
    void textThatIsNoTarget_hasItsPlace() {
        assertPlace("""
                halfshake:
                  targets:
                    - db
                """, "halfshake.targets[0] was set in Byte array resource [application.yaml] - 3:7.");
    }

    @Test
    void witnessThatIsNoTarget_hasThePlaceOfTheList() {
        assertPlace("""
                halfshake:
                  witnesses:
                    targets:
                      - gateway
                """, "halfshake.witnesses.targets[0] was set in Byte array resource [application.yaml] - 4:9.");
    }

    @Test
    void unknownProperty_hasItsPlace() {
        assertPlace("""
                halfshake:
                  targets: { db: "127.0.0.1:5432" }
                """, "It was set in Byte array resource [application.yaml] - 2:18.");
    }
}
