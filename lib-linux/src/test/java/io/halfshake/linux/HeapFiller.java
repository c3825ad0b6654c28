package io.halfshake.linux;

import org.jspecify.annotations.Nullable;

/** Takes all memory that a JVM has. */
final class HeapFiller {
    private static Object @Nullable [] filling;

    private HeapFiller() {}

    /** To the last few bytes. */
    static void fill() {
        int length = 1 << 16;
        while (length > 0) {
            try {
                Object[] next = new Object[length];
                next[0] = filling;
                filling = next;
            } catch (OutOfMemoryError e) {
                length /= 2;
            }
        }
    }

    static void release() {
        filling = null;
    }
}
