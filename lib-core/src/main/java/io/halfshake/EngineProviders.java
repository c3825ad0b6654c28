package io.halfshake;

import io.halfshake.internal.FailSafe;
import io.halfshake.spi.EngineProvider;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Finds the engines on the class path or the module path. */
final class EngineProviders {
    /** A loader that meets broken provider files may fail at each step, without end. */
    private static final int MAX_BROKEN = 16;

    private static final String SERVICE_FILE = "META-INF/services/" + EngineProvider.class.getName();

    /** In this module: an engine that needs nothing but the JDK, and so is always there. */
    private static final String CONNECT = "io.halfshake.connect.ConnectEngineProvider";

    /** The providers of halfshake-linux. A tool that combines jars may lose or overwrite the file that names them. */
    private static final List<String> OWN = List.of(
            "io.halfshake.linux.HalfOpenProvider", "io.halfshake.linux.SynProvider", "io.halfshake.linux.EchoProvider");

    private static final AtomicBoolean REPORTED = new AtomicBoolean();

    private EngineProviders() {}

    /**
     * What was found.
     *
     * @param all the most preferred first; an engine that cannot be loaded is in the list too
     * @param unlisted the classes that no service file names
     */
    record Found(List<EngineProvider> all, List<String> unlisted) {}

    static Found load() {
        return load(EngineProvider.class.getClassLoader(), OWN);
    }

    static Found load(ClassLoader loader, List<String> own) {
        List<EngineProvider> found = new ArrayList<>();
        boolean anyBroken = addServices(loader, found);
        List<String> expected = new ArrayList<>(List.of(CONNECT));
        if (!anyBroken) {
            // What is broken names its cause itself.
            expected.addAll(own);
        }
        List<String> unlisted = addUnlisted(loader, expected, found);
        found.sort(Comparator.comparingInt(EngineProvider::preference).reversed());
        return new Found(List.copyOf(found), List.copyOf(unlisted));
    }

    private static boolean addServices(ClassLoader loader, List<EngineProvider> found) {
        Iterator<EngineProvider> services =
                ServiceLoader.load(EngineProvider.class, loader).iterator();
        int broken = 0;
        while (broken < MAX_BROKEN) {
            try {
                if (!services.hasNext()) {
                    break;
                }
                found.add(services.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                broken++;
                found.add(new BrokenProvider(e));
            }
        }
        return broken > 0;
    }

    private static List<String> addUnlisted(ClassLoader loader, List<String> expected, List<EngineProvider> found) {
        List<String> listed = found.stream().map(p -> p.getClass().getName()).toList();
        List<String> unlisted = new ArrayList<>();
        for (String name : expected) {
            EngineProvider provider = listed.contains(name) ? null : byName(loader, name);
            if (provider != null) {
                found.add(provider);
                unlisted.add(name);
            }
        }
        return unlisted;
    }

    /** Logs, once, what no service file names. Not while a class is initialised: a log may run code of the user's. */
    static void reportUnlisted(Found found) {
        if (!found.unlisted().isEmpty() && REPORTED.compareAndSet(false, true)) {
            FailSafe.log(
                    Level.INFO,
                    SERVICE_FILE + ": does not name " + String.join(", ", found.unlisted())
                            + " (found by name; let the tool that combines the jars merge service files)",
                    null);
        }
    }

    /** Null where halfshake-linux is absent, which is how the core is used alone. */
    private static @Nullable EngineProvider byName(ClassLoader loader, String name) {
        try {
            return Class.forName(name, true, loader)
                    .asSubclass(EngineProvider.class)
                    .getConstructor()
                    .newInstance();
        } catch (ClassNotFoundException e) {
            return null;
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            return new BrokenProvider(e);
        }
    }
}
