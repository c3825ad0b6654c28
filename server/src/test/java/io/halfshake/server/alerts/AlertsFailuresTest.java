package io.halfshake.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.server.Eventually;
import io.halfshake.server.maintenance.Maintenance;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What fails is neither the end of a sink nor that of others. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class AlertsFailuresTest {
    private final Map<String, BlockingQueue<List<String>>> messages = new ConcurrentHashMap<>();
    private final Map<String, AlertTarget> targets = new ConcurrentHashMap<>();

    private Alerts alerts(Function<SinkConfig, Sink> sinks, LongSupplier nanoTime) {
        return new Alerts(targets::get, new Maintenance(InstantSource.system()), sinks, nanoTime, new Backoff(() -> 0));
    }

    private Sink accepting(SinkConfig config) {
        return (message, now) -> messages(config.name()).add(Samples.texts(message));
    }

    private BlockingQueue<List<String>> messages(String sink) {
        return messages.computeIfAbsent(sink, key -> new LinkedBlockingQueue<>());
    }

    private static void configure(Alerts alerts, int variant, String... names) {
        alerts.configure(
                Stream.of(names).map(name -> Samples.config(name, variant)).toList());
    }

    private static SinkStats stats(Alerts alerts, String sink) {
        return Objects.requireNonNull(alerts.stats().get(sink));
    }

    private static boolean isSinkThread() {
        return Thread.currentThread().getName().startsWith("halfshake-alerts-");
    }

    private void goesDown(Alerts alerts, String... sinks) {
        targets.put("db:1", Samples.about("db:1", sinks));
        alerts.onTransition(Samples.goesDown("db:1"));
    }

    @Test
    void errorOfASink_isAFailureAndTheMessageIsTriedAgain() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        Function<SinkConfig, Sink> sinks = config -> (message, now) -> {
            if (broken.getAndSet(false)) {
                throw new NoClassDefFoundError("hush");
            }
            accepting(config).send(message, now);
        };
        try (Alerts alerts = alerts(sinks, System::nanoTime)) {
            configure(alerts, 0, "a");
            goesDown(alerts, "a");
            assertThat(messages("a").take()).containsExactly("db:1 firing");
            assertThat(stats(alerts, "a").failed()).isEqualTo(1);
        }
    }

    /** What is logged of one sink until it is closed, by any thread. */
    private static final class SinkLog extends Handler implements AutoCloseable {
        /** Held, since loggers without a reference are collected. */
        private final Logger logger = Logger.getLogger("io.halfshake");

        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final String beginning;

        SinkLog(String sink) {
            this.beginning = "sink " + sink + ": ";
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord entry) {
            if (entry.getMessage().startsWith(beginning)) {
                lines.add(entry.getMessage().substring(beginning.length()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }

    @Test
    void sinkThatFails_hasALineWithTheNextAttemptAndOneWhenItIsBack() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        Function<SinkConfig, Sink> sinks = config -> (message, now) -> {
            if (broken.getAndSet(false)) {
                throw SinkException.passing("HTTP 500");
            }
            accepting(config).send(message, now);
        };
        try (SinkLog log = new SinkLog("unlucky");
                Alerts alerts = alerts(sinks, System::nanoTime)) {
            configure(alerts, 0, "unlucky");
            goesDown(alerts, "unlucky");
            assertThat(messages("unlucky").take()).containsExactly("db:1 firing");
            Eventually.holds("both lines", () -> log.lines.size() == 2);
            assertThat(log.lines)
                    .containsExactly(
                            "HTTP 500; next attempt in 1 s, further failures are counted, not logged",
                            "accepts messages again, after 1 failed attempt");
        }
    }

    @Test
    void errorOutsideOfTheSink_endsNoThreadAndLosesNothing() throws Exception {
        AtomicBoolean sent = new AtomicBoolean();
        LongSupplier nanoTime = () -> {
            if (isSinkThread() && sent.getAndSet(false)) {
                throw new OutOfMemoryError("in a test");
            }
            return System.nanoTime();
        };
        Function<SinkConfig, Sink> sinks = config -> (message, now) -> {
            accepting(config).send(message, now);
            sent.set(messages("a").size() == 1);
        };
        try (Alerts alerts = alerts(sinks, nanoTime)) {
            configure(alerts, 0, "a");
            goesDown(alerts, "a");
            Eventually.holds("it is sent", () -> stats(alerts, "a").sent() > 0);
            assertThat(messages("a")).containsExactly(List.of("db:1 firing"), List.of("db:1 firing"));
        }
    }

    @Test
    void sinkThatCannotBeMade_leavesTheOthersAsTheyWere() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        AtomicInteger made = new AtomicInteger();
        Function<SinkConfig, Sink> sinks = config -> {
            made.incrementAndGet();
            if (broken.get() && config.name().equals("a")) {
                throw new IllegalStateException("in a test");
            }
            return accepting(config);
        };
        try (Alerts alerts = alerts(sinks, System::nanoTime)) {
            configure(alerts, 0, "a", "b");
            goesDown(alerts, "a", "b");
            assertThat(messages("a").take()).containsExactly("db:1 firing");
            assertThat(messages("b").take()).containsExactly("db:1 firing");
            broken.set(true);
            assertThatThrownBy(() -> configure(alerts, 1, "b", "a")).hasMessage("in a test");
            assertThatThrownBy(() -> configure(alerts, 1, "a", "b")).hasMessage("in a test");
            alerts.onTransition(Samples.comesUp("db:1"));
            assertThat(messages("a").take()).containsExactly("db:1 resolved");
            assertThat(messages("b").take()).containsExactly("db:1 resolved");
        }
        assertThat(made).as("also one that was made before the one that failed").hasValue(5);
        assertThat(messages("b")).isEmpty();
    }

    @Test
    void configureAfterClose_startsNoThread() {
        AtomicInteger made = new AtomicInteger();
        Alerts alerts = alerts(
                config -> {
                    made.incrementAndGet();
                    return accepting(config);
                },
                System::nanoTime);
        alerts.close();
        configure(alerts, 0, "a");
        assertThat(made).hasValue(0);
        assertThat(alerts.stats()).isEmpty();
    }

    /** The time for what waits is up at once; that for stopping is not. */
    @Test
    void close_waitsUntilWhatHangsHasCleanedUp() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        AtomicBoolean closing = new AtomicBoolean();
        LongSupplier nanoTime = () -> {
            if (isSinkThread() || !closing.get()) {
                return 0;
            }
            return switch (calls.getAndIncrement()) {
                case 0 -> 0;
                case 1 -> TimeUnit.MILLISECONDS.toNanos(4_500);
                // A busy machine has a minute for it.
                default -> -TimeUnit.MINUTES.toNanos(1);
            };
        };
        CountDownLatch entered = new CountDownLatch(1);
        AtomicBoolean cleanedUp = new AtomicBoolean();
        Alerts alerts = alerts(config -> (message, now) -> hang(entered, cleanedUp), nanoTime);
        alerts.configure(List.of(new SinkConfig(
                "a", new Destination.Slack(new Secret("")), Duration.ZERO, null, Duration.ofSeconds(5))));
        goesDown(alerts, "a");
        entered.await();
        closing.set(true);
        alerts.close();
        assertThat(cleanedUp).isTrue();
    }

    private static void hang(CountDownLatch entered, AtomicBoolean cleanedUp) throws InterruptedException {
        entered.countDown();
        try {
            new CountDownLatch(1).await();
        } finally {
            // As long as it takes to kill a program.
            boolean unused = new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
            cleanedUp.set(true);
        }
    }

    @Test
    void alertWhoseSinkGotAnotherName_isCounted() {
        try (Alerts alerts = alerts(this::accepting, System::nanoTime)) {
            configure(alerts, 0, "a", "b");
            goesDown(alerts, "a", "b");
            alerts.onBlindness(Samples.blindness(false));
            configure(alerts, 0, "b");
            assertThat(alerts.withoutSink(Set.of("a"))).as("it still has b").isZero();
            configure(alerts, 0, "c");
            assertThat(alerts.withoutSink(Set.of("b"))).isEqualTo(1);
            assertThat(alerts.withoutSink(Set.of("d"))).as("counted before").isZero();
        }
    }

    @Test
    void httpClientThatCannotBeMade_isMadeLater() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        HttpClients clients = new HttpClients(() -> {
            if (broken.getAndSet(false)) {
                throw new java.io.UncheckedIOException(new java.io.IOException("too many open files"));
            }
            return java.net.http.HttpClient.newHttpClient();
        });
        assertThatThrownBy(clients::get)
                .isInstanceOf(SinkException.class)
                .hasMessage("no HTTP client: IOException")
                .extracting(failure -> ((SinkException) failure).isPermanent())
                .isEqualTo(false);
        assertThat(clients.get()).isSameAs(clients.get());
    }

    /** Such as one whose thread an error has ended. */
    @Test
    void httpClientThatFailed_isMadeAnew() throws Exception {
        HttpClients clients = new HttpClients(java.net.http.HttpClient::newHttpClient);
        java.net.http.HttpClient failed = clients.get();
        clients.forget(failed);
        java.net.http.HttpClient next = clients.get();
        assertThat(next).isNotSameAs(failed);
        clients.forget(failed);
        assertThat(clients.get()).isSameAs(next);
    }

    @Test
    void httpClientThatFailsTwiceInARow_isMadeAnew() throws Exception {
        HttpClients clients = new HttpClients(java.net.http.HttpClient::newHttpClient);
        java.net.http.HttpClient suspect = clients.get();
        clients.suspect(suspect);
        clients.responded();
        clients.suspect(suspect);
        assertThat(clients.get()).isSameAs(suspect);
        clients.suspect(suspect);
        assertThat(clients.get()).isNotSameAs(suspect);
    }

    @Test
    void failureOfTls_doesNotShowTheHost() {
        assertThat(HttpSender.describe(
                        new javax.net.ssl.SSLHandshakeException("No name matching HUSH.example found"), "hush.example"))
                .isEqualTo("SSLHandshakeException: No name matching *** found");
        assertThat(HttpSender.describe(new java.io.IOException("to ::1"), "[::1]"))
                .isEqualTo("IOException: to ***");
        assertThat(HttpSender.describe(new java.net.ConnectException("hush"), "hush.example"))
                .isEqualTo("no connection (ConnectException)");
    }

    @Test
    void hostThatIsNotFound_isToldFromOneThatRefuses() {
        java.net.ConnectException failure = new java.net.ConnectException("hush");
        failure.initCause(
                new java.net.ConnectException("hush").initCause(new java.nio.channels.UnresolvedAddressException()));
        assertThat(HttpSender.describe(failure, "hush.example")).isEqualTo("host not found (ConnectException)");
    }
}
