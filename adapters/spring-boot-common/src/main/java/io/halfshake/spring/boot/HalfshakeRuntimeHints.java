package io.halfshake.spring.boot;

import io.halfshake.spring.boot.HalfshakeProperties.TargetProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/** What a native image has to keep although nothing refers to it. */
final class HalfshakeRuntimeHints implements RuntimeHintsRegistrar {
    /** Found by the files of {@code ServiceLoader}, and by name where those are missing. */
    static final List<String> PROVIDERS = List.of(
            "io.halfshake.connect.ConnectEngineProvider",
            "io.halfshake.linux.HalfOpenProvider",
            "io.halfshake.linux.SynProvider",
            "io.halfshake.linux.EchoProvider");

    /** JNA binds its native methods by reflection. */
    static final String NATIVE_METHODS = "io.halfshake.linux.JnaLibC$Functions";

    static final String SERVICE_FILE = "META-INF/services/io.halfshake.spi.EngineProvider";

    HalfshakeRuntimeHints() {}

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        BindableRuntimeHintsRegistrar.forTypes(GroupMembers.class).registerHints(hints);
        hints.reflection()
                .registerType(
                        TargetProperties.class,
                        type -> type.withMethod("of", TypeReference.listOf(String.class), ExecutableMode.INVOKE));
        hints.resources().registerPattern(SERVICE_FILE);
        for (String provider : PROVIDERS) {
            hints.reflection()
                    .registerTypeIfPresent(classLoader, provider, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
        }
        hints.reflection().registerTypeIfPresent(classLoader, NATIVE_METHODS, MemberCategory.INVOKE_DECLARED_METHODS);
    }
}
