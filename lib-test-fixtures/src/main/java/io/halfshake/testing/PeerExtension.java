package io.halfshake.testing;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Starts what {@link StartPeer} asks for. Peers live in the context's store, which closes them with the context. */
final class PeerExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(PeerExtension.class);

    PeerExtension() {}

    @Override
    public void beforeAll(ExtensionContext context) throws IllegalAccessException {
        startFields(context, context.getRequiredTestClass(), null, field -> Modifier.isStatic(field.getModifiers()));
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IllegalAccessException {
        // All of them: a nested class sees the fields of those around it.
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            startFields(context, instance.getClass(), instance, field -> !Modifier.isStatic(field.getModifiers()));
        }
    }

    private static void startFields(
            ExtensionContext context, Class<?> type, @Nullable Object instance, Predicate<Field> wanted)
            throws IllegalAccessException {
        for (Field field : AnnotationSupport.findAnnotatedFields(type, StartPeer.class, wanted)) {
            String name = "field " + field.getDeclaringClass().getSimpleName() + "." + field.getName();
            require(field.getType() == TcpPeer.class, name, field.getType().getSimpleName(), "a TcpPeer");
            require(!Modifier.isFinal(field.getModifiers()), name, "final", "one that can be set");
            StartPeer wish =
                    AnnotationSupport.findAnnotation(field, StartPeer.class).orElseThrow();
            ReflectionSupport.makeAccessible(field).set(instance, start(context, field, wish));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        boolean annotated = parameter.isAnnotated(StartPeer.class);
        if (annotated) {
            Class<?> type = parameter.getParameter().getType();
            require(type == TcpPeer.class, parameter.getParameter().toString(), type.getSimpleName(), "a TcpPeer");
        }
        return annotated;
    }

    @Override
    public TcpPeer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        StartPeer wish = parameter.findAnnotation(StartPeer.class).orElseThrow();
        return start(context, parameter.getParameter(), wish);
    }

    private static TcpPeer start(ExtensionContext context, Object key, StartPeer wish) {
        TcpPeer peer = TcpPeer.open(wish.value(), wish.family());
        context.getStore(NAMESPACE).put(key, peer);
        return peer;
    }

    private static void require(boolean holds, String name, String value, String rule) {
        if (!holds) {
            throw new ExtensionConfigurationException(name + ": " + value + " (expected " + rule + ")");
        }
    }
}
