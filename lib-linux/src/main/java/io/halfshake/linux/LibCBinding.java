package io.halfshake.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import io.halfshake.spi.Engine;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Binds {@link LibC}'s functions for as long as an engine or a self-test calls them.
 *
 * <p>JNA refers to a bound class by a JNI global reference, which would keep the class loader of an application that
 * was undeployed.
 */
final class LibCBinding {
    private static int users;
    private static @Nullable NativeLibrary library;

    private LibCBinding() {}

    /** Binds the functions, unless another user has. Each call is undone by one of {@link #release}. */
    static synchronized void retain() {
        if (users == 0) {
            onThreadOfItsOwn(LibCBinding::bind);
        }
        users++;
    }

    /** After the last system call of this user: a function that is not bound throws an {@link UnsatisfiedLinkError}. */
    static synchronized void release() {
        users--;
        if (users == 0) {
            onThreadOfItsOwn(LibCBinding::unbind);
        }
    }

    /** Opens an engine that {@linkplain #release releases} the functions once it is closed. */
    static Engine whileOpen(Supplier<Engine> open) {
        retain();
        boolean opened = false;
        try {
            Engine engine = open.get();
            opened = true;
            return engine;
        } finally {
            if (!opened) {
                release();
            }
        }
    }

    private static void bind() {
        // The option is part of the key under which JNA shares a library: this one is closed below.
        library = NativeLibrary.getInstance("c", Map.of(LibCBinding.class.getName(), true));
        Native.register(LibC.class, library);
    }

    private static void unbind() {
        Native.unregister(LibC.class);
        // JNA keeps these for the class, weakly, but they refer to the class.
        Native.getLibraryOptions(LibC.class).clear();
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
