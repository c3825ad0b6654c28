package io.halfshake.linux;

/**
 * Run in a JVM of its own with a small heap: closes descriptors while nothing can be allocated, and prints how many of
 * the calls failed.
 *
 * <p>Argument: the native interface.
 */
final class ClosedInAFullHeap {
    /** More than the JVM waits for until it compiles a method handle for itself. */
    private static final int CALLS = 300;

    private static final int NO_DESCRIPTOR = -1;

    private ClosedInAFullHeap() {}

    public static void main(String[] arguments) {
        NativeInterface nativeInterface = NativeInterface.valueOf(arguments[0]);
        nativeInterface.bind();
        LibC libC = nativeInterface.libC();
        int failed = 0;
        HeapFiller.fill();
        for (int i = 0; i < CALLS; i++) {
            failed += close(libC);
        }
        HeapFiller.release();
        System.out.println("failed " + failed);
    }

    private static int close(LibC libC) {
        try {
            libC.close(NO_DESCRIPTOR);
            return 0;
        } catch (OutOfMemoryError e) {
            return 1;
        }
    }
}
