package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.halfshake.spi.Availability;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineProvider;
import io.halfshake.spi.EngineSettings;
import io.halfshake.spi.Probe;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnginesTest {
    private static final Availability HALF = Availability.available(Handshake.HALF, List.of());
    private static final Availability FULL = Availability.available(Handshake.FULL, List.of());

    /** Says of itself what the test wants. */
    private static final class Provider implements EngineProvider {
        private final Supplier<Availability> availability;
        private int capacity = 1_000;
        private int wantedProbes;
        private Supplier<Engine> engine = () -> new Idle(Handshake.HALF, capacity);

        Provider(Supplier<Availability> availability) {
            this.availability = availability;
        }

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public String description() {
            return "for tests";
        }

        @Override
        public int preference() {
            return 0;
        }

        @Override
        public Availability availability() {
            return availability.get();
        }

        @Override
        public Engine open(EngineSettings settings) {
            wantedProbes = settings.maxProbes();
            return engine.get();
        }
    }

    private record Idle(Handshake handshake, int capacity) implements Engine {
        @Override
        public String name() {
            return "fake";
        }

        @Override
        public void start(Probe probe) {}

        @Override
        public void expire(Probe probe) {}

        @Override
        public void cancel(Probe probe) {}

        @Override
        public void close() {}
    }

    private static EngineReport open(Provider provider, boolean requireHalfOpen, int maxInFlight) {
        return Engines.open(EngineChoice.given(provider), requireHalfOpen, maxInFlight, true, true)
                .report();
    }

    private static void assertUnavailable(Provider provider, boolean requireHalfOpen, String text) {
        assertThatExceptionOfType(EngineUnavailableException.class)
                .isThrownBy(() -> open(provider, requireHalfOpen, 10))
                .withMessage(text);
    }

    @Test
    void theEngineGivenIsTakenAndReported() {
        assertThat(open(new Provider(() -> HALF), true, 10))
                .isEqualTo(new EngineReport("fake", Handshake.HALF, 10, List.of(), false, null));
    }

    @Test
    void aFullHandshakeIsNoHindranceUnlessItWasForbidden() {
        Provider provider = new Provider(() -> FULL);
        provider.engine = () -> new Idle(Handshake.FULL, 1_000);

        assertThat(open(provider, false, 10).handshake()).isEqualTo(Handshake.FULL);
        assertUnavailable(
                provider,
                true,
                "engine: fake (expected one that works here and makes half handshakes)"
                        + "; found fake: makes full handshakes: by design");
    }

    @Test
    void anEngineThatDoesLessThanItMightIsTakenAndSaysWhy() {
        Provider provider = new Provider(() -> new Availability(Handshake.FULL, "no such option", List.of()));
        provider.engine = () -> new Idle(Handshake.FULL, 1_000);

        EngineReport report = open(provider, false, 10);

        assertThat(report.shortfall()).isEqualTo("no such option");
        assertThat(report.describe()).isEqualTo("fake (full handshake): no such option");
    }

    @Test
    void aFullHandshakeThatHasACauseIsRefusedWithIt() {
        assertUnavailable(
                new Provider(() -> new Availability(Handshake.FULL, "no such option", List.of())),
                true,
                "engine: fake (expected one that works here and makes half handshakes)"
                        + "; found fake: makes full handshakes: no such option");
    }

    @Test
    void anEngineThatDoesNotWorkIsRefusedWithItsCause() {
        assertUnavailable(
                new Provider(() -> Availability.unavailable("no such library", List.of())),
                false,
                "engine: fake (expected one that works here); found fake: no such library");
    }

    @Test
    void anEngineThatFailsToSayWhetherItWorksDoesNot() {
        assertUnavailable(
                new Provider(() -> {
                    throw new IllegalStateException("broken");
                }),
                false,
                "engine: fake (expected one that works here); found fake: java.lang.IllegalStateException: broken");
        assertUnavailable(
                new Provider(() -> {
                    throw new UnsatisfiedLinkError("no fake in java.library.path");
                }),
                false,
                "engine: fake (expected one that works here)"
                        + "; found fake: java.lang.UnsatisfiedLinkError: no fake in java.library.path");
    }

    @Test
    void anEngineThatFailsToOpenIsRefusedWithItsCause() {
        Provider refused = new Provider(() -> HALF);
        refused.engine = () -> {
            throw new IllegalStateException("socket(2) failed: EPERM");
        };
        assertUnavailable(
                refused,
                false,
                "engine: fake (expected one that works here)" + "; found fake: socket(2) failed: EPERM");
        Provider unlinked = new Provider(() -> HALF);
        unlinked.engine = () -> {
            throw new NoClassDefFoundError("io/example/Native");
        };
        assertUnavailable(
                unlinked,
                false,
                "engine: fake (expected one that works here)"
                        + "; found fake: java.lang.NoClassDefFoundError: io/example/Native");
    }

    @ParameterizedTest
    @CsvSource({"10, 1000, 10", "600, 1000, 500", "1, 2, 1", "1000, 3, 1", "1, 1, 1"})
    void eachCheckInFlightHasRoomForASecondSocket(int wanted, int capacity, int inFlight) {
        Provider provider = new Provider(() -> HALF);
        provider.capacity = capacity;

        assertThat(open(provider, false, wanted).maxInFlight()).isEqualTo(inFlight);
        assertThat(provider.wantedProbes).isEqualTo(2 * wanted);
    }

    @Nested
    class Present {
        @Test
        void thePortableEngineIsAlwaysThere() {
            assertThat(Checker.engines()).anySatisfy(status -> {
                assertThat(status.name()).isEqualTo("connect");
                assertThat(status.availability().isAvailable()).isTrue();
                assertThat(status.availability().evidence()).isNotEmpty();
            });
        }

        @Test
        void anEngineIsFoundByItsName() {
            try (Checker checker = Checker.builder().engine("connect").build()) {
                assertThat(checker.engine().engine()).isEqualTo("connect");
                assertThat(checker.engine().passedOver()).isEmpty();
            }
        }

        @Test
        void withoutAWishTheBestIsTaken() {
            try (Checker checker = Checker.create()) {
                assertThat(checker.engine().engine()).isEqualTo("connect");
            }
        }

        @Test
        void aNameThatNoEngineHasIsRefused() {
            assertThatExceptionOfType(EngineUnavailableException.class)
                    .isThrownBy(() -> Checker.builder().engine("quantum").build())
                    .withMessageMatching("engine: quantum \\(expected one of .*connect.*\\)");
        }
    }

    @Nested
    class Builder {
        private final CheckerBuilder builder = Checker.builder();

        @ParameterizedTest
        @CsvSource({"0", "-1", "1000001", "-2147483648"})
        void aBudgetOutsideItsRangeIsMisuse(int checks) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.maxInFlight(checks))
                    .withMessage("maxInFlight: " + checks + " (expected 1 to 1000000)");
        }

        @Test
        @SuppressWarnings("NullAway") // What a caller without NullAway may do.
        void nullIsMisuse() {
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.engine((String) null))
                    .withMessage("name");
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.engine((EngineProvider) null))
                    .withMessage("provider");
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.callbackExecutor(null))
                    .withMessage("executor");
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.resolver(null))
                    .withMessage("resolver");
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.addressPolicy(null))
                    .withMessage("policy");
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.resend(null))
                    .withMessage("policy");
        }
    }

    /** The library loaded once more, beside a file that names engines, so that this JVM's own list stays as it is. */
    @Nested
    class OnTheClassPath {
        @TempDir
        @SuppressWarnings("NullAway.Init") // Set by JUnit.
        private Path directory;

        private URLClassLoader loader(String... providers) throws Exception {
            Path services = Files.createDirectories(directory.resolve("META-INF/services"));
            Files.write(services.resolve(EngineProvider.class.getName()), List.of(providers));
            URL[] urls = {
                directory.toUri().toURL(),
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
        void aProviderThatDoesNotExistIsAFinding() throws Exception {
            try (URLClassLoader loader = loader("com.example.Gone")) {
                assertThat(engines(loader))
                        .contains("name=unloadable", "Provider com.example.Gone not found", "name=connect");
                assertThat(created(loader)).contains("engine=connect", "Provider com.example.Gone not found");
            }
        }

        @Test
        void aProviderThatCannotBeMadeIsAFindingWithItsRootCause() throws Exception {
            try (URLClassLoader loader = loader(Unmakeable.class.getName())) {
                assertThat(engines(loader)).contains("name=unloadable", "java.lang.IllegalStateException: no luck");
            }
        }

        @Test
        void aProviderThatCannotBeLinkedIsAFindingWithItsRootCause() throws Exception {
            try (URLClassLoader loader = loader(Unlinkable.class.getName())) {
                assertThat(engines(loader)).contains("name=unloadable", "no fake in java.library.path");
                assertThat(created(loader)).contains("engine=connect", "no fake in java.library.path");
            }
        }

        @Test
        void aProviderThatIsNoneIsAFinding() throws Exception {
            try (URLClassLoader loader = loader(NoProvider.class.getName())) {
                assertThat(engines(loader)).contains("name=unloadable", "not a subtype");
            }
        }

        @Test
        void aFileOfNonsenseIsAFinding() throws Exception {
            try (URLClassLoader loader = loader("this is / no class")) {
                assertThat(engines(loader)).contains("name=unloadable", "name=connect");
                assertThat(created(loader)).contains("engine=connect");
            }
        }

        @Test
        void aGoodProviderBehindABrokenOneIsFoundAndPreferred() throws Exception {
            try (URLClassLoader loader =
                    loader("com.example.Gone", Good.class.getName(), OnlyIfAsked.class.getName())) {
                assertThat(engines(loader)).contains("name=good", "name=only-if-asked");
                assertThat(created(loader)).contains("engine=fake").doesNotContain("only-if-asked");
            }
        }

        @Test
        void aFileOfBrokenProvidersEnds() throws Exception {
            String[] many = new String[1_000];
            for (int i = 0; i < many.length; i++) {
                many[i] = "com.example.Gone" + i;
            }
            try (URLClassLoader loader = loader(many)) {
                assertThat(created(loader)).contains("engine=connect");
            }
        }

        @Test
        void theOrderIsThatOfPreference() throws Exception {
            try (URLClassLoader loader = loader(OnlyIfAsked.class.getName(), Good.class.getName())) {
                String engines = engines(loader);
                assertThat(engines.indexOf("name=good")).isLessThan(engines.indexOf("name=connect"));
                assertThat(engines.indexOf("name=connect")).isLessThan(engines.indexOf("name=only-if-asked"));
            }
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
        public Availability availability() {
            return Availability.available(Handshake.HALF, List.of());
        }

        @Override
        public Engine open(EngineSettings settings) {
            return new Idle(Handshake.HALF, 100);
        }
    }
}
