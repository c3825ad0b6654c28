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

/** Starts what {@link StartPeer} asks for. Peers are in the context's store, which closes them with the context. */
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
            makeAccessible(field, instance);
            field.set(instance, start(context, wish));
        }
    }

    /** By itself, JUnit's own method for it came with JUnit 5.12. */
    private static void makeAccessible(Field field, @Nullable Object instance) {
        if (!field.trySetAccessible()) {
            // In a module that is open to JUnit alone; what JUnit has read is accessible to all.
            var unused = ReflectionSupport.tryToReadFieldValue(field, instance);
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
        return start(context, wish);
    }

    private static TcpPeer start(ExtensionContext context, StartPeer wish) {
        TcpPeer peer = TcpPeer.open(wish.value(), wish.family());
        // A key of its own, since a store forgets what is replaced: a constructor's parameter comes again with each
        // test.
        context.getStore(NAMESPACE).put(peer, new StoredPeer(peer));
        return peer;
    }

    /**
     * What a store closes at its end, the last one first: a {@code CloseableResource} before JUnit 5.13, from then on
     * any {@link AutoCloseable}.
     */
    @SuppressWarnings("deprecation") // The other interface does nothing before JUnit 5.13.
    private record StoredPeer(TcpPeer peer) implements AutoCloseable, ExtensionContext.Store.CloseableResource {
        @Override
        public void close() {
            peer.close();
        }
    }

    private static void require(boolean holds, String name, String value, String rule) {
        if (!holds) {
            throw new ExtensionConfigurationException(name + ": " + value + " (expected " + rule + ")");
        }
    }
}
