package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Resend;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One socket asks host after host, and whatever befell it before, it finds what a new one finds. */
@RequiresLab
@Tag("once")
class ReusedSocketIT {
    private static final int HOST = 10;
    private static final int TRIPLES = 25;

    /** From the SYN to an answer that is to come after the deadline. */
    private static final long TOO_LATE_MILLIS = 420;

    private static final int MAX_ATTEMPTS = 50;
    private static final long TROUBLE_NANOS = TimeUnit.MILLISECONDS.toNanos(70);

    @SuppressWarnings("NullAway.Init") // Set before all tests.
    private static Lab lab;

    @BeforeAll
    static void startLab(Lab shared) {
        lab = shared;
    }

    /** What happens to one check. */
    private enum Event {
        OPEN("open"),
        OPEN_FAR_AWAY("open delay=120ms"),
        OPEN_TOO_LATE("open delay=" + TOO_LATE_MILLIS + "ms"),
        REFUSED("refused delay=5ms"),
        SILENT("silent"),
        CANCELLED("silent"),
        CANCELLED_AND_OPEN("open delay=100ms then=port-unreachable"),
        NET_UNREACHABLE("net-unreachable delay=5ms"),
        HOST_UNREACHABLE("host-unreachable delay=5ms"),
        PROTOCOL_UNREACHABLE("protocol-unreachable delay=5ms"),
        PORT_UNREACHABLE("port-unreachable delay=5ms"),
        ADMIN_PROHIBITED("admin-prohibited delay=5ms"),
        OPEN_THEN_NET_UNREACHABLE("open then=net-unreachable"),
        OPEN_THEN_HOST_UNREACHABLE("open then=host-unreachable"),
        OPEN_THEN_PROTOCOL_UNREACHABLE("open then=protocol-unreachable"),
        OPEN_THEN_PORT_UNREACHABLE("open then=port-unreachable"),
        OPEN_THEN_ADMIN_PROHIBITED("open then=admin-prohibited"),
        TOO_LATE_THEN_PORT_UNREACHABLE("open delay=" + TOO_LATE_MILLIS + "ms then=port-unreachable"),
        SILENT_WITHOUT_A_ROUTE("silent"),
        SILENT_WHERE_FORBIDDEN("silent"),
        OPEN_WITHOUT_A_ROUTE("open delay=500ms"),
        OPEN_WHERE_FORBIDDEN("open delay=500ms"),
        REFUSED_WITHOUT_A_ROUTE("refused delay=500ms");

        private static final List<Event> ALL = List.of(values());

        final String behaviour;

        Event(String behaviour) {
            this.behaviour = behaviour;
        }

        boolean isCancelled() {
            return name().startsWith("CANCELLED");
        }

        /** What comes over the host's route while the check waits; empty for nothing. */
        private String trouble() {
            if (name().endsWith("WITHOUT_A_ROUTE")) {
                return "no route";
            }
            return name().endsWith("WHERE_FORBIDDEN") ? "prohibit route" : "";
        }

        /** Has it happen. Returns what was found, in words. */
        String happen(Checker checker, ProtocolFamily family) {
            for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
                String finding = happenOnce(checker, family);
                if (finding != null) {
                    return finding;
                }
            }
            throw new IllegalStateException(
                    name() + ": too late in " + MAX_ATTEMPTS + " attempts (expected one in which nothing was)");
        }

        /**
         * Null if the machine was too slow: the trouble came when the check was over, or the check was held up, or it
         * lasted until even the late answer was there.
         */
        private @Nullable String happenOnce(Checker checker, ProtocolFamily family) {
            lab.play(HOST, behaviour);
            long start = System.nanoTime();
            CompletableFuture<CheckResult> check = checker.checkAsync(lab.address(family, HOST), timeout());
            if (isCancelled()) {
                LockSupport.parkNanos(TROUBLE_NANOS);
                check.cancel(false);
                // So that its socket is used again only after the answer. What lost its route is never reset.
                lab.settle(Long.MAX_VALUE);
                return "CANCELLED";
            }
            List<LocalTrouble> trouble = LocalTrouble.told().stream()
                    .filter(told -> told.name().equals(trouble()))
                    .toList();
            if (!trouble.isEmpty()) {
                awaitSyn(family, check);
                trouble.get(0).make(lab, family, HOST);
            }
            // By the clock too: what it found may be on its way still.
            boolean isTooLate = !trouble.isEmpty()
                    && (check.isDone() || System.nanoTime() - start >= timeout().toNanos());
            CheckResult result = check.join();
            trouble.forEach(made -> made.undo(lab, family, HOST));
            // Or asked again from another socket so late that its silence proves nothing.
            boolean isTooLong = isShort()
                    && (result.elapsed().toMillis() >= TOO_LATE_MILLIS
                            || (result.isUnknown() && result.evidence().syns() == 2));
            return isTooLate || isTooLong || Unstalled.isStalled(result) ? null : InWords.finding(result);
        }

        /** A socket with an old error asks again from a new one, which may find that there is no route by now. */
        boolean isWithoutRouteIn(String finding) {
            return !trouble().isEmpty()
                    && (finding.startsWith("UNKNOWN NO_ROUTE ") || finding.startsWith("UNKNOWN NOT_PERMITTED "));
        }

        private boolean isShort() {
            return trouble().isEmpty() && (behaviour.startsWith("silent") || behaviour.contains("" + TOO_LATE_MILLIS));
        }

        /** Long enough for each answer but the late ones, on a slow machine too. */
        private Duration timeout() {
            return Duration.ofMillis(isShort() ? 300 : behaviour.equals("silent") ? 900 : 20_000);
        }
    }

    private static void awaitSyn(ProtocolFamily family, CompletableFuture<CheckResult> check) {
        while (lab.counters(family, HOST).syns() == 0 && !check.isDone()) {
            Thread.onSpinWait();
        }
    }

    private static Checker checker() {
        return EngineUnderTest.HALF_OPEN
                .builder()
                .resend(Resend.never())
                .maxInFlight(1)
                .build();
    }

    /** With a socket that has done nothing else. */
    private static Map<Event, String> alone(ProtocolFamily family) {
        Map<Event, String> findings = new EnumMap<>(Event.class);
        for (Event event : Event.values()) {
            try (Checker checker = checker()) {
                findings.put(event, event.happen(checker, family));
            }
        }
        return findings;
    }

    /** Silence is where an old error could speak. */
    @ParameterizedTest
    @EnumSource(
            value = StandardProtocolFamily.class,
            names = {"INET", "INET6"})
    void reusedSocket_findsSilenceAfterAnyEvent(StandardProtocolFamily family) {
        try (Checker checker = checker()) {
            for (Event before : Event.values()) {
                String found = before.happen(checker, family);
                assertThat(Event.SILENT.happen(checker, family))
                        .as("silence after %s, which was %s", before, found)
                        .isEqualTo("DOWN TIMED_OUT NONE");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StandardProtocolFamily.class,
            names = {"INET", "INET6"})
    void reusedSocket_findsWhatANewOneFinds(StandardProtocolFamily family) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Map<Event, String> alone = alone(family);
        try (Checker checker = checker()) {
            List<Event> past = new ArrayList<>();
            for (int i = 0; i < 3 * TRIPLES; i++) {
                Event event = Event.ALL.get(random.nextInt(Event.ALL.size()));
                past.add(event);
                String found = event.happen(checker, family);
                if (!event.isWithoutRouteIn(found)) {
                    assertThat(found)
                            .as("seed %d, %s, the last of %s", seed, family, past)
                            .isEqualTo(alone.get(event));
                }
            }
        }
    }
}
