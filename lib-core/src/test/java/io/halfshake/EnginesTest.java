package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.halfshake.spi.EngineAvailability;
import io.halfshake.spi.EngineProvider;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnginesTest {
    private static final EngineAvailability HALF = EngineAvailability.available(Handshake.HALF, List.of());
    private static final EngineAvailability FULL = EngineAvailability.available(Handshake.FULL, List.of());

    private static EngineReport open(FakeProvider provider, boolean requireHalfOpen, int maxInFlight) {
        return Engines.open(new EngineRequest(EngineChoice.given(provider), requireHalfOpen, maxInFlight, true, true))
                .report();
    }

    private static void assertUnavailable(FakeProvider provider, boolean requireHalfOpen, String text) {
        assertThatExceptionOfType(EngineUnavailableException.class)
                .isThrownBy(() -> open(provider, requireHalfOpen, 10))
                .withMessage(text);
    }

    @Test
    void givenEngine_isOpenedAndReported() {
        assertThat(open(new FakeProvider(() -> HALF), true, 10))
                .isEqualTo(new EngineReport("fake", Handshake.HALF, 10, List.of(), false, null));
    }

    @Test
    void fullHandshakeEngine_isRejectedOnlyIfHalfOpenIsRequired() {
        FakeProvider provider = new FakeProvider(() -> FULL);
        provider.engine = () -> new IdleEngine(Handshake.FULL, 1_000);

        assertThat(open(provider, false, 10).handshake()).isEqualTo(Handshake.FULL);
        assertUnavailable(
                provider,
                true,
                "engine: fake (expected one that works here and makes half handshakes)"
                        + "; found fake: makes full handshakes: by design");
    }

    @Test
    void engineWithAShortfall_isOpenedAndReportsIt() {
        FakeProvider provider =
                new FakeProvider(() -> new EngineAvailability(Handshake.FULL, "no such option", List.of(), false));
        provider.engine = () -> new IdleEngine(Handshake.FULL, 1_000);

        EngineReport report = open(provider, false, 10);

        assertThat(report.shortfall()).isEqualTo("no such option");
        assertThat(report.describe()).isEqualTo("fake (full handshake): no such option");
    }

    @Test
    void rejectedFullHandshake_isReportedWithItsCause() {
        assertUnavailable(
                new FakeProvider(() -> new EngineAvailability(Handshake.FULL, "no such option", List.of(), false)),
                true,
                "engine: fake (expected one that works here and makes half handshakes)"
                        + "; found fake: makes full handshakes: no such option");
    }

    @Test
    void capacityReducedByALimit_isReported() {
        FakeProvider provider = new FakeProvider(() -> HALF);
        provider.engine = () -> new IdleEngine(Handshake.HALF, 22) {
            @Override
            public String capacityLimit() {
                return "RLIMIT_NOFILE is 64";
            }
        };

        EngineReport report = Engines.open(new EngineRequest(EngineChoice.given(provider), false, 1_000, false, true))
                .report();

        assertThat(report.maxInFlight()).isEqualTo(11);
        assertThat(report.describe())
                .isEqualTo("fake (half handshake): maxInFlight: 1000 (the engine holds 11 here: RLIMIT_NOFILE is 64)");
    }

    @Test
    void capacityReducedByDesign_isNotReported() {
        FakeProvider provider = new FakeProvider(() -> HALF);
        provider.engine = () -> new IdleEngine(Handshake.HALF, 22);

        assertThat(Engines.open(new EngineRequest(EngineChoice.given(provider), false, 1_000, false, true))
                        .report()
                        .shortfall())
                .isNull();
    }

    @Test
    void better_reopensTheEngineOnceItMakesHalfHandshakes() {
        AtomicReference<EngineAvailability> found =
                new AtomicReference<>(new EngineAvailability(Handshake.FULL, "loopback: down", List.of(), true));
        FakeProvider provider = new FakeProvider(found::get);
        EngineRequest request = new EngineRequest(EngineChoice.given(provider), false, 10, true, true);
        provider.engine = () -> new IdleEngine(Handshake.FULL, 1_000);
        Engines.Opened first = Engines.open(request);

        assertThat(first.mayImprove()).isTrue();
        assertThat(Engines.better(request, first.report())).isNull();

        found.set(HALF);
        provider.engine = () -> new IdleEngine(Handshake.HALF, 1_000);
        Engines.Opened second = Engines.better(request, first.report());

        assertThat(second).isNotNull();
        assertThat(second.mayImprove()).isFalse();
        assertThat(second.report().handshake()).isEqualTo(Handshake.HALF);
        assertThat(Engines.better(request, second.report())).isNull();
    }

    @Test
    @ResourceLock(Logged.LOCK)
    void engineShortfall_isLoggedByTheCheckerAndNotByOpen() throws Exception {
        FakeProvider provider =
                new FakeProvider(() -> new EngineAvailability(Handshake.FULL, "no such option", List.of(), false));
        provider.engine = () -> new IdleEngine(Handshake.FULL, 1_000);
        try (Logged logged = new Logged()) {
            open(provider, false, 10);
            assertThat(logged.texts).isEmpty();
            Checker.builder().engine(provider).build().close();

            assertThat(logged.lines).containsExactly("WARNING checks with fake (full handshake): no such option");
        }
    }

    @Test
    @ResourceLock(Logged.LOCK)
    void engine_isLoggedOnceForEachCheckerAtInfo() throws Exception {
        FakeProvider provider = new FakeProvider(() -> HALF);
        try (Logged logged = new Logged()) {
            try (Checker first = Checker.builder().engine(provider).build();
                    Checker second = Checker.builder().engine(provider).build()) {
                assertThat(first.engine()).isEqualTo(second.engine());
            }

            assertThat(logged.lines).hasSize(2).allMatch("INFO checks with fake (half handshake)"::equals);
        }
    }

    @Test
    @ResourceLock(Logged.LOCK)
    void logThatThrows_doesNotFailTheBuilder() throws Exception {
        FakeProvider provider = new FakeProvider(() -> HALF);
        try (Logged logged = Logged.throwing()) {
            try (Checker checker = Checker.builder().engine(provider).build()) {
                assertThat(checker.engine().name()).isEqualTo("fake");
            }

            assertThat(logged.texts).hasSize(1);
        }
    }

    @Test
    void unavailableEngine_isRejectedWithItsCause() {
        assertUnavailable(
                new FakeProvider(() -> EngineAvailability.unavailable("no such library", List.of())),
                false,
                "engine: fake (expected one that works here); found fake: no such library");
    }

    @Test
    void engineWhoseAvailabilityThrows_isUnavailable() {
        assertUnavailable(
                new FakeProvider(() -> {
                    throw new IllegalStateException("broken");
                }),
                false,
                "engine: fake (expected one that works here); found fake: java.lang.IllegalStateException: broken");
        assertUnavailable(
                new FakeProvider(() -> {
                    throw new UnsatisfiedLinkError("no fake in java.library.path");
                }),
                false,
                "engine: fake (expected one that works here)"
                        + "; found fake: java.lang.UnsatisfiedLinkError: no fake in java.library.path");
    }

    @Test
    void engineThatFailsToOpen_isRejectedWithItsCause() {
        FakeProvider refused = new FakeProvider(() -> HALF);
        refused.engine = () -> {
            throw new IllegalStateException("socket(2) failed: EPERM");
        };
        assertUnavailable(
                refused,
                false,
                "engine: fake (expected one that works here)" + "; found fake: socket(2) failed: EPERM");
        FakeProvider unlinked = new FakeProvider(() -> HALF);
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
    void maxInFlight_leavesRoomForASecondSocketPerCheck(int wanted, int capacity, int inFlight) {
        FakeProvider provider = new FakeProvider(() -> HALF);
        provider.engine = () -> new IdleEngine(Handshake.HALF, capacity);

        assertThat(open(provider, false, wanted).maxInFlight()).isEqualTo(inFlight);
        assertThat(provider.wantedProbes).isEqualTo(2 * wanted);
    }

    @Nested
    class Present {
        @Test
        void connectEngine_isAlwaysAvailable() {
            assertThat(Checker.engines()).anySatisfy(status -> {
                assertThat(status.name()).isEqualTo("connect");
                assertThat(status.availability().isAvailable()).isTrue();
                assertThat(status.availability().evidence()).isNotEmpty();
            });
        }

        @Test
        void builder_findsTheEngineByName() {
            try (Checker checker = Checker.builder().engine("connect").build()) {
                assertThat(checker.engine().name()).isEqualTo("connect");
                assertThat(checker.engine().passedOver()).isEmpty();
            }
        }

        @Test
        void create_takesConnectWhereItIsTheOnlyEngine() {
            try (Checker checker = Checker.create()) {
                assertThat(checker.engine().name()).isEqualTo("connect");
            }
        }

        @Test
        void unknownEngineName_isRejected() {
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
        void maxInFlightOutsideItsRange_throwsIllegalArgument(int checks) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.maxInFlight(checks))
                    .withMessage("maxInFlight: " + checks + " (expected 1 to 1000000)");
        }

        @Test
        @SuppressWarnings("NullAway") // What a caller without NullAway may do.
        void builder_throwsNullPointerOnNull() {
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
}
