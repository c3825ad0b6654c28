package io.halfshake.linux;

import io.halfshake.internal.FailSafe;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which ways from Java to the C library are tried, and in which order. */
final class NativeInterfaces {
    static final String PROPERTY = "halfshake.system-calls";

    private static final AtomicBoolean REPORTED = new AtomicBoolean();

    private NativeInterfaces() {}

    /** The first one that works, bound, and what was found on the way to it. */
    record Choice(NativeInterface bound, List<String> evidence) {}

    /** What the system property names, or all that this JDK has. */
    static List<NativeInterface> order() {
        return order(property(), ForeignLinker.IS_PRESENT);
    }

    /** Logs what is wrong with the system property, once. Not with a lock held: a log may run code of the user's. */
    static void reportMistake() {
        String mistake = mistake(property());
        if (mistake != null && REPORTED.compareAndSet(false, true)) {
            FailSafe.log(Level.WARNING, mistake, null);
        }
    }

    /** FFM first where nothing else is said: its calls take less time, and it loads no file. */
    static List<NativeInterface> order(@Nullable String names, boolean hasFfm) {
        List<NativeInterface> named = named(names);
        if (named.size() == 1) {
            return named;
        }
        List<NativeInterface> order = named.isEmpty() ? List.of(NativeInterface.FFM, NativeInterface.JNA) : named;
        return order.stream()
                .filter(each -> hasFfm || each != NativeInterface.FFM)
                .toList();
    }

    static @Nullable String mistake(@Nullable String names) {
        return names == null || !named(names).isEmpty()
                ? null
                : "system property " + PROPERTY + ": " + names
                        + " (expected ffm, jna, or both in the order to be tried, with a comma)";
    }

    /** Each once; none if one of the names is that of no interface. */
    private static List<NativeInterface> named(@Nullable String names) {
        Set<NativeInterface> named = new LinkedHashSet<>();
        for (String name : names == null ? new String[0] : names.split(",", -1)) {
            Optional<NativeInterface> known = Stream.of(NativeInterface.values())
                    .filter(each -> each.name().equalsIgnoreCase(name.strip()))
                    .findFirst();
            if (known.isEmpty()) {
                return List.of();
            }
            named.add(known.get());
        }
        return List.copyOf(named);
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
        List<Throwable> causes = new ArrayList<>();
        for (NativeInterface each : order) {
            try {
                binder.bind(each);
                evidence.add(each.evidence());
                return new Choice(each, List.copyOf(evidence));
            } catch (OutOfMemoryError e) {
                // Says nothing about the interface, and may pass. Where a class of the JDK could not be initialised for
                // it, the next attempt fails with a NoClassDefFoundError, as all later ones would.
                throw e;
            } catch (RuntimeException | Error e) {
                // Any Error: JNA throws one that is no LinkageError where it finds a native library of another version.
                if (order.size() == 1) {
                    throw e;
                }
                evidence.add(each.name() + ": " + CauseText.of(e));
                causes.add(e);
            }
        }
        IllegalStateException none = new IllegalStateException(String.join("; ", evidence));
        causes.forEach(none::addSuppressed);
        throw none;
    }
}
