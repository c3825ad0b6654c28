package io.halfshake.linux;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Which ways from Java to the C library are tried, and in which order. */
final class NativeInterfaces {
    static final String PROPERTY = "halfshake.system-calls";

    private static final AtomicBoolean REPORTED = new AtomicBoolean();

    private NativeInterfaces() {}

    /** The first one that works, bound, and what was found on the way to it. */
    record Choice(NativeInterface bound, List<String> evidence) {}

    /** The one that the system property names, or all that this JDK has. */
    static List<NativeInterface> order() {
        String named = property();
        String mistake = mistake(named);
        if (mistake != null && REPORTED.compareAndSet(false, true)) {
            System.getLogger("io.halfshake").log(Level.WARNING, mistake);
        }
        return order(named, ForeignLinker.IS_PRESENT);
    }

    /** FFM first: its calls take less time, and it loads no file. */
    static List<NativeInterface> order(@Nullable String named, boolean hasFfm) {
        for (NativeInterface each : NativeInterface.values()) {
            if (each.name().equalsIgnoreCase(named)) {
                return List.of(each);
            }
        }
        return hasFfm ? List.of(NativeInterface.FFM, NativeInterface.JNA) : List.of(NativeInterface.JNA);
    }

    static @Nullable String mistake(@Nullable String named) {
        for (NativeInterface each : NativeInterface.values()) {
            if (each.name().equalsIgnoreCase(named)) {
                return null;
            }
        }
        return named == null ? null : "system property " + PROPERTY + ": " + named + " (expected ffm or jna)";
    }

    private static @Nullable String property() {
        try {
            return System.getProperty(PROPERTY);
        } catch (SecurityException e) {
            return null;
        }
    }

    /** Throws what prevents the only one, or for several an exception that names each with its cause. */
    static Choice bindFirst(List<NativeInterface> order) {
        return bindFirst(order, NativeInterface::bind);
    }

    /** Readies the functions, or throws what prevents that. */
    interface Binder {
        void bind(NativeInterface nativeInterface);
    }

    static Choice bindFirst(List<NativeInterface> order, Binder binder) {
        List<String> evidence = new ArrayList<>();
        for (NativeInterface each : order) {
            try {
                binder.bind(each);
                evidence.add(each.evidence());
                return new Choice(each, List.copyOf(evidence));
            } catch (OutOfMemoryError e) {
                // Says nothing about the interface, and may pass.
                throw e;
            } catch (RuntimeException | Error e) {
                // Any Error: JNA throws one that is no LinkageError where it finds a native library of another version.
                if (order.size() == 1) {
                    throw e;
                }
                evidence.add(each.name() + ": " + CauseText.of(e));
            }
        }
        throw new IllegalStateException(String.join("; ", evidence));
    }
}
