package io.halfshake.linux;

import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Run in a JVM of its own: an application that is deployed and undeployed several times. Prints how many of its class
 * loaders remain. The arguments are prefixes of the classes that the application bundles; all others are the
 * container's.
 */
final class Redeployed {
    private static final int DEPLOYMENTS = 3;

    /** JNA's cleaner thread ends 30 s after it has nothing left to clean. Far more than that. */
    private static final int MAX_COLLECTIONS = 2_000;

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

    public static void main(String[] arguments) throws Exception {
        List<WeakReference<ClassLoader>> undeployed = new ArrayList<>();
        for (int i = 0; i < DEPLOYMENTS; i++) {
            undeployed.add(deployAndUndeploy(arguments));
        }
        for (int i = 0; i < MAX_COLLECTIONS && remaining(undeployed) > 0; i++) {
            System.gc();
            Thread.sleep(50);
        }
        System.out.println("remaining: " + remaining(undeployed));
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
