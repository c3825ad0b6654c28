package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.spi.EngineProvider;
import io.halfshake.spring.boot.HalfshakeProperties.TargetProperties;
import java.util.Objects;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

class HalfshakeRuntimeHintsTest {
    private final ClassLoader loader = HalfshakeRuntimeHints.class.getClassLoader();
    private final RuntimeHints hints = new RuntimeHints();

    HalfshakeRuntimeHintsTest() {
        new HalfshakeRuntimeHints().registerHints(hints, loader);
    }

    @Test
    void hints_haveEveryEngine() throws ClassNotFoundException {
        for (ServiceLoader.Provider<EngineProvider> provider :
                ServiceLoader.load(EngineProvider.class, loader).stream().toList()) {
            assertThat(HalfshakeRuntimeHints.PROVIDERS).contains(provider.type().getName());
        }
        for (String name : HalfshakeRuntimeHints.PROVIDERS) {
            assertThat(RuntimeHintsPredicates.reflection()
                            .onType(Class.forName(name, false, loader))
                            .test(hints))
                    .as(name)
                    .isTrue();
        }
    }

    @Test
    void hints_haveTheNativeMethodsAndTheServiceFiles() throws ClassNotFoundException {
        Class<?> functions = Class.forName(HalfshakeRuntimeHints.NATIVE_METHODS, false, loader);

        assertThat(RuntimeHintsPredicates.reflection().onType(functions).test(hints))
                .isTrue();
        assertThat(loader.getResource(HalfshakeRuntimeHints.SERVICE_FILE)).isNotNull();
        assertThat(RuntimeHintsPredicates.resource()
                        .forResource(HalfshakeRuntimeHints.SERVICE_FILE)
                        .test(hints))
                .isTrue();
    }

    @Test
    void hints_haveWhatIsBoundByHand() {
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(GroupMembers.class)
                        .test(hints))
                .isTrue();
    }

    @Test
    void hints_haveWhatMakesATargetOfAText() {
        assertThat(Objects.requireNonNull(hints.reflection().getTypeHint(TargetProperties.class))
                        .methods())
                .anyMatch(method -> method.getName().equals("of") && method.getMode() == ExecutableMode.INVOKE);
    }
}
