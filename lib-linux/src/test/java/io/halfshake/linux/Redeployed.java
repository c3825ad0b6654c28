package io.halfshake.linux;

import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Run in a JVM of its own: applications that are deployed and undeployed several times. Prints how many of the class
 * loaders of each remain. The arguments are the applications: prefixes, with commas between them, of the classes that
 * one bundles; all others are the container's.
 */
final class Redeployed {
    static final int DEPLOYMENTS = 3;

    /** JNA's cleaner thread ends 30 s after it has nothing left to clean. Far more than that. */
    private static final int MAX_COLLECTIONS = 600;

    /** More would find nothing more, and keep a processor from other tests for these 30 s. */
    private static final long MILLIS_BETWEEN_COLLECTIONS = 250;

    private Redeployed() {}

    /** Looks for the bundled classes in itself first, as the class loader of a web application does. */
    private static final class ApplicationLoader extends URLClassLoader {
        private final String[] bundled;

        ApplicationLoader(String... bundled) throws MalformedURLException {
            super(classPath(), Redeployed.class.getClassLoader());
            this.bundled = bundled;
        }

        private static URL[] classPath() throws MalformedURLException {
            List<URL> entries = new ArrayList<>();
            for (var entry : ForkedJvm.wholeClassPath()) {
                entries.add(entry.toUri().toURL());
            }
            return entries.toArray(URL[]::new);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (Stream.of(bundled).noneMatch(name::startsWith)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }

    public static void main(String[] applications) throws Exception {
        Map<String, List<WeakReference<ClassLoader>>> undeployed = new LinkedHashMap<>();
        for (String bundled : applications) {
            List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
            for (int i = 0; i < DEPLOYMENTS; i++) {
                loaders.add(deployAndUndeploy(bundled.split(",", -1)));
            }
            undeployed.put(bundled, loaders);
        }
        for (int i = 0; i < MAX_COLLECTIONS && !areGone(undeployed); i++) {
            System.gc();
            Thread.sleep(MILLIS_BETWEEN_COLLECTIONS);
        }
        undeployed.forEach(
                (bundled, loaders) -> System.out.println("remaining of " + bundled + ": " + remaining(loaders)));
    }

    private static boolean areGone(Map<String, List<WeakReference<ClassLoader>>> undeployed) {
        return undeployed.values().stream().allMatch(loaders -> remaining(loaders) == 0);
    }

    private static WeakReference<ClassLoader> deployAndUndeploy(String... bundled) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (ApplicationLoader loader = new ApplicationLoader(bundled)) {
            thread.setContextClassLoader(loader);
            var main = loader.loadClass(OpenedEngines.class.getName()).getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) new String[0]);
            return new WeakReference<>(loader);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static long remaining(List<WeakReference<ClassLoader>> loaders) {
        return loaders.stream().filter(loader -> loader.get() != null).count();
    }
}
