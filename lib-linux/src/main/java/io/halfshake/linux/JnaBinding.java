package io.halfshake.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Binds {@link JnaLibC}'s functions.
 *
 * <p>JNA refers to a bound class by a JNI global reference, which would keep the class loader of an application that
 * was undeployed: so they are unbound again.
 */
final class JnaBinding {
    private static @Nullable NativeLibrary library;

    private JnaBinding() {}

    static void bind() {
        onThreadOfItsOwn(JnaBinding::register);
    }

    /** After the last call: a function that is not bound throws an {@link UnsatisfiedLinkError}. */
    static void unbind() {
        onThreadOfItsOwn(JnaBinding::unregister);
    }

    private static void register() {
        // The option is part of the key under which JNA shares a library: this one is closed below.
        library = NativeLibrary.getInstance("c", Map.of(JnaBinding.class.getName(), true));
        Native.register(JnaLibC.Functions.class, library);
    }

    private static void unregister() {
        Native.unregister(JnaLibC.Functions.class);
        // JNA keeps these for the class, weakly, but they refer to the class.
        Native.getLibraryOptions(JnaLibC.Functions.class).clear();
        if (library != null) {
            dispose(library);
            library = null;
        }
    }

    /** Not {@code close}, which JNA has only since 5.12: some frameworks pin an older one. */
    @SuppressWarnings("deprecation")
    private static void dispose(NativeLibrary library) {
        library.dispose();
    }

    /**
     * JNA leaves thread locals on the thread that it runs on, and its cleaner thread inherits the context class loader
     * of the thread that it starts on. Neither may belong to an application that may be undeployed.
     */
    private static void onThreadOfItsOwn(Runnable task) {
        FutureTask<?> future = new FutureTask<>(task, null);
        Thread thread = new Thread(null, future, "halfshake-jna", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    future.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
