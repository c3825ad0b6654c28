package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineAvailability;
import io.halfshake.spi.EngineProvider;
import io.halfshake.spi.EngineSettings;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The library loaded once more, beside a file that names engines, so that this JVM's own list stays as it is. */
class EngineProvidersTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    private Path serviceFile(String... providers) throws Exception {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.write(services.resolve(EngineProvider.class.getName()), List.of(providers));
        return directory;
    }

    private URLClassLoader loader(String... providers) throws Exception {
        URL[] urls = {
            serviceFile(providers).toUri().toURL(),
            ForkedJvm.classes().toUri().toURL(),
            ForkedJvm.testClasses().toUri().toURL()
        };
        // No parent but the boot loader: the platform's finds the library where it is a module of this JVM.
        return new URLClassLoader(urls, null);
    }

    private static Object call(Class<?> type, Object object, String method) throws Exception {
        return type.getMethod(method).invoke(object);
    }

    private static String engines(ClassLoader loader) throws Exception {
        Class<?> checker = loader.loadClass(Checker.class.getName());
        return String.valueOf(checker.getMethod("engines").invoke(null));
    }

    private static String created(ClassLoader loader) throws Exception {
        Class<?> type = loader.loadClass(Checker.class.getName());
        Object checker = type.getMethod("create").invoke(null);
        try {
            return String.valueOf(call(type, checker, "engine"));
        } finally {
            call(type, checker, "close");
        }
    }

    @Test
    void missingProvider_isReported() throws Exception {
        try (URLClassLoader loader = loader("com.example.Gone")) {
            assertThat(engines(loader))
                    .contains("name=unloadable", "Provider com.example.Gone not found", "name=connect");
            assertThat(created(loader)).contains("name=connect", "Provider com.example.Gone not found");
        }
    }

    @Test
    void providerThatThrows_isReportedWithItsRootCause() throws Exception {
        try (URLClassLoader loader = loader(Unmakeable.class.getName())) {
            assertThat(engines(loader)).contains("name=unloadable", "java.lang.IllegalStateException: no luck");
        }
    }

    @Test
    void providerThatCannotBeLinked_isReportedWithItsRootCause() throws Exception {
        try (URLClassLoader loader = loader(Unlinkable.class.getName())) {
            assertThat(engines(loader)).contains("name=unloadable", "no fake in java.library.path");
            assertThat(created(loader)).contains("name=connect", "no fake in java.library.path");
        }
    }

    @Test
    void classThatIsNoProvider_isReported() throws Exception {
        try (URLClassLoader loader = loader(NoProvider.class.getName())) {
            assertThat(engines(loader)).contains("name=unloadable", "not a subtype");
        }
    }

    @Test
    void malformedServiceFile_isReported() throws Exception {
        try (URLClassLoader loader = loader("this is / no class")) {
            assertThat(engines(loader)).contains("name=unloadable", "name=connect");
            assertThat(created(loader)).contains("name=connect");
        }
    }

    @Test
    void providerBehindABrokenOne_isFoundAndPreferred() throws Exception {
        try (URLClassLoader loader = loader("com.example.Gone", Good.class.getName(), OnlyIfAsked.class.getName())) {
            assertThat(engines(loader)).contains("name=good", "name=only-if-asked");
            assertThat(created(loader)).contains("name=fake").doesNotContain("only-if-asked");
        }
    }

    @Test
    void systemPropertyOff_passesTheEngineOverWithThatCause() throws Exception {
        String property = "halfshake.engine.turned-off";
        try (URLClassLoader loader = loader(TurnedOff.class.getName(), Good.class.getName())) {
            System.setProperty(property, "on");
            assertThat(created(loader)).contains("passedOver=[]");
            System.setProperty(property, "Off");

            assertThat(created(loader))
                    .contains("PassedOver[engine=turned-off, cause=system property " + property + ": Off]");
            assertThat(engines(loader)).contains("handshake=null, cause=system property " + property + ": Off");
        } finally {
            System.clearProperty(property);
        }
    }

    @Test
    void systemPropertyOff_refusesTheRequestedEngine() {
        String property = "halfshake.engine.refused";
        Template provider = new Template("refused", 1) {};
        System.setProperty(property, "off");
        try {
            assertThatExceptionOfType(EngineUnavailableException.class)
                    .isThrownBy(() -> Checker.builder().engine(provider).build())
                    .withMessage("engine: refused (expected one that works here); found refused: system property "
                            + property + ": off");
        } finally {
            System.clearProperty(property);
        }
    }

    @Test
    void manyBrokenProviders_doNotHideTheConnectEngine() throws Exception {
        String[] many = new String[1_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = "com.example.Gone" + i;
        }
        try (URLClassLoader loader = loader(many)) {
            assertThat(created(loader)).contains("name=connect");
        }
    }

    @Test
    void engines_areOrderedByPreference() throws Exception {
        try (URLClassLoader loader = loader(OnlyIfAsked.class.getName(), Good.class.getName())) {
            String engines = engines(loader);
            assertThat(engines.indexOf("name=good")).isLessThan(engines.indexOf("name=connect"));
            assertThat(engines.indexOf("name=connect")).isLessThan(engines.indexOf("name=only-if-asked"));
        }
    }

    private static List<String> names(List<EngineProvider> providers) {
        return providers.stream().map(EngineProvider::name).toList();
    }

    @Test
    void loadWithoutServiceFile_findsOwnProvidersByName() {
        ClassLoader loader = EngineProvidersTest.class.getClassLoader();

        assertThat(names(EngineProviders.load(loader, List.of(Good.class.getName(), "com.example.Absent"))
                        .all()))
                .containsExactly("good", "connect");
    }

    /** As a jar is whose service files were lost when it was made of several. */
    @Test
    @ResourceLock(Logged.LOCK)
    void logThatThrows_doesNotFailTheLibraryWithoutServiceFile() throws Exception {
        URL[] urls = {packages(ForkedJvm.classes())};
        try (URLClassLoader loader = new URLClassLoader(urls, null);
                Logged logged = Logged.throwing()) {
            assertThat(created(loader)).contains("name=connect");
            assertThat(created(loader)).contains("name=connect");

            assertThat(logged.lines)
                    .filteredOn(line -> line.contains("does not name"))
                    .containsExactly("INFO META-INF/services/io.halfshake.spi.EngineProvider: does not name"
                            + " io.halfshake.connect.ConnectEngineProvider"
                            + " (found by name; let the tool that combines the jars merge service files)");
        }
    }

    /** A copy of the packages of a directory, without its other files. */
    private URL packages(Path from) throws Exception {
        Path to = Files.createTempDirectory(directory, "packages");
        try (Stream<Path> all = Files.walk(from.resolve("io"))) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
        return to.toUri().toURL();
    }

    @Test
    @ResourceLock(Logged.LOCK)
    void logThatThrows_doesNotFailTheBuilderWithAPropertyWithoutEffect() throws Exception {
        String property = "halfshake.engine.mistaken";
        Template provider = new Template("mistaken", 1) {};
        System.setProperty(property, "maybe");
        try (Logged logged = Logged.throwing();
                Checker checker = Checker.builder().engine(provider).build()) {
            assertThat(checker.engine().maxInFlight()).isPositive();
            assertThat(logged.lines).contains("WARNING system property " + property + ": maybe (expected on or off)");
        } finally {
            System.clearProperty(property);
        }
    }

    @Test
    void loadWithoutServiceFile_reportsAnOwnProviderThatThrows() {
        ClassLoader loader = EngineProvidersTest.class.getClassLoader();

        List<EngineProvider> found = EngineProviders.load(loader, List.of(Unmakeable.class.getName()))
                .all();

        assertThat(names(found)).containsExactly("unloadable", "connect");
        assertThat(found.get(0).availability().cause()).contains("java.lang.IllegalStateException: no luck");
    }

    @Test
    void ownProviderInServiceFile_isListedOnce() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {serviceFile(Good.class.getName()).toUri().toURL()},
                EngineProvidersTest.class.getClassLoader())) {
            assertThat(names(EngineProviders.load(loader, List.of(Good.class.getName()))
                            .all()))
                    .containsExactly("good", "connect");
        }
    }

    /** Named in a provider file. */
    public static final class Unmakeable extends Template {
        public Unmakeable() {
            super("unmakeable", 1);
            throw new IllegalStateException("no luck");
        }
    }

    /** Named in a provider file. */
    public static final class Unlinkable extends Template {
        static {
            fail();
        }

        public Unlinkable() {
            super("unlinkable", 1);
        }

        private static void fail() {
            throw new UnsatisfiedLinkError("no fake in java.library.path");
        }
    }

    /** Named in a provider file. */
    public static final class NoProvider {
        public NoProvider() {}
    }

    /** Named in a provider file. */
    public static final class Good extends Template {
        public Good() {
            super("good", 7);
        }
    }

    /** Named in a provider file. */
    public static final class TurnedOff extends Template {
        public TurnedOff() {
            super("turned-off", 9);
        }
    }

    /** Named in a provider file. */
    public static final class OnlyIfAsked extends Template {
        public OnlyIfAsked() {
            super("only-if-asked", -1);
        }
    }

    /** A provider whose engine does nothing. */
    public abstract static class Template implements EngineProvider {
        private final String name;
        private final int preference;

        Template(String name, int preference) {
            this.name = name;
            this.preference = preference;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String description() {
            return "for tests";
        }

        @Override
        public int preference() {
            return preference;
        }

        @Override
        public EngineAvailability availability() {
            return EngineAvailability.available(Handshake.HALF, List.of());
        }

        @Override
        public Engine open(EngineSettings settings) {
            return new IdleEngine(Handshake.HALF, 100);
        }
    }
}
