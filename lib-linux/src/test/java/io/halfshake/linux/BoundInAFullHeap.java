package io.halfshake.linux;

import org.jspecify.annotations.Nullable;

/**
 * Run in a JVM of its own with a small heap: binds the C library's functions while nothing can be allocated, and again
 * once that has passed, and prints what each attempt threw.
 *
 * <p>Argument: the native interface.
 */
final class BoundInAFullHeap {
    private BoundInAFullHeap() {}

    public static void main(String[] arguments) throws ClassNotFoundException {
        NativeInterface nativeInterface = NativeInterface.valueOf(arguments[0]);
        // Loading and linking a class can be tried again, and would keep the attempt from coming as far as its
        // initialiser.
        for (String name : new String[] {"LinkedFunctions", "FfmLibC"}) {
            Class<?> loaded = Class.forName(
                    BoundInAFullHeap.class.getPackageName() + "." + name,
                    false,
                    BoundInAFullHeap.class.getClassLoader());
            System.out.println(loaded.getSimpleName() + ": " + loaded.getDeclaredMethods().length + " methods");
        }
        System.out.println("ForeignLinker: " + ForeignLinker.IS_PRESENT);
        HeapFiller.fill();
        Throwable inAFullHeap = bind(nativeInterface);
        HeapFiller.release();
        System.out.println("in a full heap: " + inAFullHeap);
        System.out.println("afterwards: " + bind(nativeInterface));
    }

    private static @Nullable Throwable bind(NativeInterface nativeInterface) {
        try {
            nativeInterface.bind();
            return null;
        } catch (RuntimeException | Error e) {
            return e;
        }
    }
}
