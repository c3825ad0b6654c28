package io.halfshake.linux;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The foreign function interface (java.lang.foreign, JDK 22), by reflection, since this is compiled for Java 17: a
 * multi-release jar would need a newer JDK to build, and repackaging would lose it.
 */
final class ForeignLinker {
    /** Before it, the interface is a preview and not the same one. */
    static final int FIRST_JAVA = 22;

    static final boolean IS_PRESENT = Runtime.version().feature() >= FIRST_JAVA;

    private static final String PACKAGE = "java.lang.foreign.";

    private final Object linker;
    private final Object lookup;
    private final Object longLayout;

    ForeignLinker() {
        if (!IS_PRESENT) {
            throw new IllegalStateException(
                    "this is Java " + Runtime.version().feature() + " (expected " + FIRST_JAVA + " or newer)");
        }
        linker = invoke("Linker", "nativeLinker", null);
        lookup = invoke("Linker", "defaultLookup", linker);
        try {
            longLayout = type("ValueLayout").getField("JAVA_LONG").get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A function, with the memory for its errno before its parameters. All of these are of 64 bits, and so is what it
     * returns: a function that takes or returns fewer ignores or leaves undefined the rest of the register, on x86-64
     * as on aarch64. Functions of as many parameters thereby share what the JVM has to generate, which takes longest.
     */
    MethodHandle link(String name, int parameters) {
        return withErrno(
                link(name, parameters, option("captureCallState", String[].class, (Object) new String[] {"errno"})));
    }

    /**
     * The same without that memory, of which the JVM makes an object for each call (JDK 25,
     * jdk.internal.foreign.abi.SharedUtils.checkCaptureSegment()). A function that must be called when there is no
     * memory left cannot have its errno.
     */
    MethodHandle linkWithoutErrno(String name, int parameters) {
        return link(name, parameters, new Object[0]);
    }

    /** The same, for one that takes any number of parameters after the first. */
    MethodHandle linkVariadic(String name, int parameters) {
        return withErrno(link(
                name,
                parameters,
                option("captureCallState", String[].class, (Object) new String[] {"errno"}),
                option("firstVariadicArg", int.class, 1)));
    }

    private MethodHandle link(String name, int parameters, Object... options) {
        Object[] layouts = (Object[]) Array.newInstance(type("MemoryLayout"), parameters);
        Arrays.fill(layouts, longLayout);
        Object descriptor = invoke(
                "FunctionDescriptor",
                "of",
                null,
                new Class<?>[] {type("MemoryLayout"), layouts.getClass()},
                longLayout,
                layouts);
        Object[] typedOptions = Arrays.copyOf(options, options.length, arrayOf("Linker$Option"));
        return (MethodHandle) invoke(
                "Linker",
                "downcallHandle",
                linker,
                new Class<?>[] {type("MemorySegment"), type("FunctionDescriptor"), typedOptions.getClass()},
                address(name),
                descriptor,
                typedOptions);
    }

    /** Its first parameter is of a class that Java 17 does not know. */
    private static MethodHandle withErrno(MethodHandle handle) {
        return handle.asType(handle.type().changeParameterType(0, Object.class));
    }

    /** A function of C throws nothing: only the JVM itself does, where it runs out of something. */
    static RuntimeException unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException exception ? exception : new IllegalStateException(e);
    }

    private Object address(String name) {
        Optional<?> found = (Optional<?>) invoke("SymbolLookup", "find", lookup, new Class<?>[] {String.class}, name);
        return found.orElseThrow(() -> new IllegalStateException(name + ": not in the C library"));
    }

    private static Object option(String name, Class<?> parameter, Object argument) {
        return invoke("Linker$Option", name, null, new Class<?>[] {parameter}, argument);
    }

    @SuppressWarnings("unchecked")
    private static Class<? extends Object[]> arrayOf(String name) {
        return (Class<? extends Object[]>) type(name).arrayType();
    }

    /** A direct buffer as a memory segment, which keeps it from being freed. Needs no native access. */
    static Object segment(ByteBuffer buffer) {
        return invoke("MemorySegment", "ofBuffer", null, new Class<?>[] {Buffer.class}, buffer);
    }

    /** Where a direct buffer begins. Needs no native access. */
    static long address(ByteBuffer buffer) {
        return (long) invoke("MemorySegment", "address", segment(buffer));
    }

    private static Object invoke(String type, String name, @Nullable Object on) {
        return invoke(type, name, on, new Class<?>[0]);
    }

    private static Object invoke(
            String type, String name, @Nullable Object on, Class<?>[] parameters, Object... arguments) {
        try {
            Method method = type(type).getMethod(name, parameters);
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(PACKAGE + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
