package io.halfshake.linux;

import io.halfshake.spi.Engine;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps {@link LibC}'s functions bound for as long as an engine or a self-test calls them. */
final class LibCBinding {
    private static int users;

    /** The one that worked first is kept. */
    private static NativeInterfaces.@Nullable Choice choice;

    private LibCBinding() {}

    /** Binds the functions, unless another user has. Each call is undone by one of {@link #release}. */
    static synchronized void retain() {
        NativeInterfaces.Choice chosen = choice;
        if (chosen == null) {
            choice = NativeInterfaces.bindFirst(NativeInterfaces.order());
        } else if (users == 0) {
            chosen.bound().bind();
        }
        users++;
    }

    /** After the last system call of this user. */
    static synchronized void release() {
        users--;
        if (users == 0) {
            chosen().bound().unbind();
        }
    }

    /** The functions, for one caller. Only while they are bound. */
    static synchronized LibC libC() {
        return chosen().bound().libC();
    }

    /** How they are called, and why not in another way. Only while they are bound. */
    static synchronized List<String> evidence() {
        return chosen().evidence();
    }

    private static NativeInterfaces.Choice chosen() {
        NativeInterfaces.Choice chosen = choice;
        if (chosen == null) {
            throw new IllegalStateException("C library: not bound (expected one of retain() before)");
        }
        return chosen;
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
}
