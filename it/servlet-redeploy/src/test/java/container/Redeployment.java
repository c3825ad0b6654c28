package container;

import com.sun.jna.Memory;
import io.halfshake.it.OpenResources;
import io.halfshake.it.WebApplicationVerifier;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.core.JreMemoryLeakPreventionListener;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardServer;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;

/**
 * A Tomcat in which web applications are deployed, called by HTTP and undeployed several times. Then nothing of them
 * may be left.
 *
 * <p>The arguments are their archives. With the system property {@code other.jna.user} the container uses JNA itself,
 * which it loads first, as documented for that case.
 */
public final class Redeployment {
    private static final int ROUNDS = 10;

    /** The cleaner thread of JNA refers to its class loader for 30 s. */
    private static final long MAX_COLLECTING_NANOS = 120_000_000_000L;

    private static final long PAUSE_MILLIS = 250;

    private final Tomcat tomcat = new Tomcat();
    private final Logger loaders = Logger.getLogger("org.apache.catalina.loader");
    private final LeakWarnings warnings = new LeakWarnings();
    private final List<WeakReference<ClassLoader>> undeployed = new ArrayList<>();

    /** Keeps the cleaner thread of the container's JNA from ending. */
    private Object otherUse;

    private Redeployment() {}

    public static void main(String[] archives) throws Exception {
        Redeployment redeployment = new Redeployment();
        redeployment.start();
        try {
            redeployment.run(archives);
        } finally {
            redeployment.tomcat.stop();
        }
    }

    private void run(String... archives) throws Exception {
        // Opens what Tomcat and the client keep.
        deployCallAndUndeploy(archives);
        OpenResources before = OpenResources.now();
        for (int i = 1; i < ROUNDS; i++) {
            deployCallAndUndeploy(archives);
        }
        OpenResources.awaitNoThread();
        long start = System.nanoTime();
        while (remaining() > 0 && System.nanoTime() - start < MAX_COLLECTING_NANOS) {
            System.gc();
            Thread.sleep(PAUSE_MILLIS);
        }
        System.out.println(undeployed.size() + " undeployed, " + remaining() + " class loaders left after "
                + (System.nanoTime() - start) / 1_000_000_000 + " s");
        require(remaining() == 0, "class loaders left: " + remaining() + ", contexts of the threads " + threads());
        // One for each round stands out from the connections that the client keeps.
        before.awaitGrowthBelow(ROUNDS - 1);
        require(warnings.messages().isEmpty(), "Tomcat warns: " + warnings.messages());
    }

    private void start() throws Exception {
        loaders.addHandler(warnings);
        Path base = Files.createTempDirectory(Path.of("target"), "tomcat");
        Files.createDirectory(base.resolve("webapps"));
        tomcat.setBaseDir(base.toString());
        tomcat.getHost();
        // Its thread may be at work in an application that is being undeployed, and Tomcat then warns of itself.
        tomcat.getEngine().setBackgroundProcessorDelay(-1);
        // Else the second one is started by an application and keeps its context class loader.
        ((StandardServer) tomcat.getServer()).setUtilityThreads(1);
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        if (Boolean.getBoolean("other.jna.user")) {
            JreMemoryLeakPreventionListener prevention = new JreMemoryLeakPreventionListener();
            prevention.setClassesToInitialize("com.sun.jna.NativeLibrary");
            tomcat.getServer().addLifecycleListener(prevention);
        }
        tomcat.start();
        if (Boolean.getBoolean("other.jna.user")) {
            otherUse = new Memory(1);
        }
    }

    private void deployCallAndUndeploy(String... archives) throws Exception {
        List<Context> contexts = new ArrayList<>();
        for (String archive : archives) {
            contexts.add(deploy("/" + contexts.size(), archive));
        }
        int port = tomcat.getConnector().getLocalPort();
        for (Context context : contexts) {
            String found = WebApplicationVerifier.get(port, context.getPath() + "/check?target=127.0.0.1:" + port);
            List<String> lines = found.lines().toList();
            require(lines.size() == 7, found + " (expected 7 lines)");
            require(lines.get(0).startsWith("half-open "), found + " (expected half-open)");
            require(
                    lines.subList(1, 6).stream().allMatch(line -> line.contains(" is up: ")),
                    found + " (expected five times up)");
            require(lines.get(6).contains(": service up; "), found + " (expected a diagnosis: service up)");
            if (undeployed.isEmpty()) {
                System.out.println(found);
            }
        }
        for (Context context : contexts) {
            undeployed.add(new WeakReference<>(context.getLoader().getClassLoader()));
            tomcat.getHost().removeChild(context);
        }
    }

    private Context deploy(String path, String archive) {
        Context context = new StandardContext();
        context.setName(path);
        context.setPath(path);
        context.setDocBase(archive);
        ContextConfig config = new ContextConfig();
        // No JSP, and no static files.
        config.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
        context.addLifecycleListener(config);
        tomcat.getHost().addChild(context);
        require(context.getState().isAvailable(), path + ": " + context.getStateName() + " (expected STARTED)");
        return context;
    }

    private long remaining() {
        return undeployed.stream().filter(loader -> loader.get() != null).count();
    }

    /** Those that refer to a class loader that is left, as far as a program can see that. */
    private List<String> threads() {
        List<String> names = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            ClassLoader context = thread.getContextClassLoader();
            if (context != null && undeployed.stream().anyMatch(loader -> loader.refersTo(context))) {
                names.add(thread.getName());
            }
        }
        return names;
    }

    private static void require(boolean met, String message) {
        if (!met) {
            throw new IllegalStateException(message);
        }
    }
}
