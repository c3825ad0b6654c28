package io.halfshake.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import io.halfshake.monitor.OutageHistory.DowntimeTotal;
import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.monitor.TargetCheckpoint.OpenOutage;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TimeBounds;
import io.halfshake.server.Eventually;
import io.halfshake.server.maintenance.Maintenance;
import io.halfshake.testing.FakeScript;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With threads: what happens when is tested in {@link SinkQueueTest}. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class AlertsTest {
    private final Map<String, FakeSink> made = new ConcurrentHashMap<>();
    private final Map<String, AlertTarget> targets = new ConcurrentHashMap<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicInteger looksWhileClosing = new AtomicInteger();
    private final Alerts alerts = new Alerts(
            targets::get,
            new Maintenance(InstantSource.system()),
            config -> sink(config.name()),
            this::nanoTime,
            new Backoff(() -> 0));

    /** Accepts, refuses or hangs. */
    private static final class FakeSink implements Sink {
        final BlockingQueue<List<String>> messages = new LinkedBlockingQueue<>();
        final CountDownLatch entered = new CountDownLatch(1);
        final AtomicInteger attempts = new AtomicInteger();
        volatile boolean hangs;
        volatile boolean throwing;

        @Override
        public void send(Message message, Instant now) throws SinkException, InterruptedException {
            attempts.incrementAndGet();
            entered.countDown();
            if (hangs) {
                new CountDownLatch(1).await();
            }
            if (throwing) {
                throw new IllegalStateException("http://127.0.0.1/secret");
            }
            messages.add(Samples.texts(message));
        }

        List<String> next() throws InterruptedException {
            return messages.take();
        }
    }

    @AfterEach
    void close() {
        alerts.close();
    }

    /** From the second look of a thread that closes on, a minute is left: this machine may be busy. */
    private long nanoTime() {
        boolean hasTime = closing.get()
                && !Thread.currentThread().getName().startsWith("halfshake-alerts-")
                && looksWhileClosing.getAndIncrement() > 0;
        return System.nanoTime() - (hasTime ? TimeUnit.MINUTES.toNanos(1) : 0);
    }

    private void closeWithTime() {
        closing.set(true);
        alerts.close();
    }

    private FakeSink sink(String name) {
        return made.computeIfAbsent(name, key -> new FakeSink());
    }

    private SinkStats stats(String name) {
        return Objects.requireNonNull(alerts.stats().get(name));
    }

    private void configure(String... names) {
        List<SinkConfig> configs = new ArrayList<>();
        for (String name : names) {
            FakeSink unused = sink(name);
            configs.add(Samples.config(name, 0));
        }
        alerts.configure(configs);
    }

    private void watch(String target, String... sinks) {
        targets.put(target, Samples.about(target, sinks));
    }

    @Test
    void targetThatGoesDownAndUp_isSentToItsSinksOnly() throws Exception {
        configure("a", "b", "c");
        watch("db:1", "a", "b");
        alerts.onTransition(Samples.goesDown("db:1"));
        assertThat(sink("a").next()).containsExactly("db:1 firing");
        assertThat(sink("b").next()).containsExactly("db:1 firing");
        targets.clear();
        alerts.onTransition(Samples.comesUp("db:1"));
        assertThat(sink("a").next()).containsExactly("db:1 resolved");
        assertThat(sink("b").next()).containsExactly("db:1 resolved");
        alerts.close();
        assertThat(sink("c").messages).isEmpty();
    }

    @Test
    void sinkThatChanged_isNotRemindedOfWhatWaits() throws Exception {
        SinkConfig before = Samples.config("a", 0);
        SinkConfig after =
                new SinkConfig("a", before.destination(), before.window(), Duration.ofHours(1), before.timeout());
        sink("before").throwing = true;
        watch("db:1", "a");
        try (Alerts changing = new Alerts(
                targets::get,
                new Maintenance(InstantSource.system()),
                config -> sink(config.equals(after) ? "after" : "before"),
                System::nanoTime,
                new Backoff(() -> 0))) {
            changing.configure(List.of(before));
            changing.onTransition(Samples.goesDown("db:1"));
            sink("before").entered.await();
            changing.configure(List.of(after));
            assertThat(sink("after").next()).containsExactly("db:1 firing");
        }
        assertThat(sink("after").messages).isEmpty();
    }

    @Test
    void targetThatIsDownFromTheStart_isAnAlertAndOneThatIsUpIsNone() throws Exception {
        configure("a");
        watch("db:1", "a");
        watch("db:2", "a");
        alerts.onTransition(Samples.isUpFromTheStart("db:2"));
        alerts.onTransition(Samples.isDownFromTheStart("db:1"));
        assertThat(sink("a").next()).containsExactly("db:1 firing");
        alerts.close();
        assertThat(sink("a").messages).isEmpty();
    }

    @Test
    void unknownResults_areNoAlert() throws Exception {
        configure("a");
        watch("db:1", "a");
        try (TestMonitor monitor = TestMonitor.create(builder -> builder.listener(alerts))) {
            FakeScript unused = monitor.watch("db:1").unknown(UnknownReason.NO_ROUTE);
            monitor.advance(Duration.ofMinutes(5));
            assertThat(monitor.transitions()).isEmpty();
        }
        alerts.close();
        assertThat(sink("a").messages).isEmpty();
        assertThat(alerts.stats()).isEmpty();
    }

    @Test
    void blindness_isOneAlertForAllSinks() throws Exception {
        configure("a", "b");
        alerts.onBlindness(Samples.blindness(false));
        assertThat(sink("a").next()).containsExactly("blindness firing");
        assertThat(sink("b").next()).containsExactly("blindness firing");
        alerts.onBlindness(Samples.blindness(true));
        assertThat(sink("a").next()).containsExactly("blindness resolved");
        assertThat(sink("b").next()).containsExactly("blindness resolved");
    }

    @Test
    void blindnessThatIsReportedTwice_isSentOnce() throws Exception {
        configure("a");
        watch("db:1", "a");
        alerts.onBlindness(Samples.blindness(false));
        assertThat(sink("a").next()).containsExactly("blindness firing");
        alerts.onBlindness(Samples.blindness(false));
        alerts.onTransition(Samples.goesDown("db:1"));
        List<String> sent = new ArrayList<>();
        while (!sent.contains("db:1 firing")) {
            sent.addAll(sink("a").next());
        }
        assertThat(sent).containsExactly("db:1 firing");
    }

    @Test
    void blindness_isSentToSinksThatComeLater() throws Exception {
        configure("a");
        alerts.onBlindness(Samples.blindness(false));
        assertThat(sink("a").next()).containsExactly("blindness firing");
        configure("a", "b");
        assertThat(sink("b").next()).containsExactly("blindness firing");
        alerts.onBlindness(Samples.blindness(true));
        assertThat(sink("a").next()).containsExactly("blindness resolved");
        assertThat(sink("b").next()).containsExactly("blindness resolved");
    }

    @Test
    void targetThatIsRemovedWhileItIsDown_isNoLongerFiring() throws Exception {
        configure("a");
        watch("db:1", "a");
        alerts.onTransition(Samples.goesDown("db:1"));
        assertThat(sink("a").next()).containsExactly("db:1 firing");
        alerts.onRemoved("db:1");
        assertThat(sink("a").next()).containsExactly("db:1 removed");
        alerts.onRemoved("db:1");
        alerts.onRemoved("db:2");
        alerts.close();
        assertThat(sink("a").messages).isEmpty();
    }

    private static TargetCheckpoint checkpoint(String target, TargetState state, Duration sinceDecided) {
        Instant at = Samples.START.plus(Duration.ofHours(1));
        Instant since = at.minus(sinceDecided);
        OpenOutage outage = state == TargetState.DOWN
                ? new OpenOutage(new TimeBounds(since, since), false, DownReason.TIMED_OUT, Duration.ZERO)
                : null;
        return new TargetCheckpoint(
                target,
                at,
                state,
                since,
                Samples.START,
                at,
                outage,
                new DowntimeTotal(0, Duration.ZERO, Duration.ZERO),
                Duration.ZERO);
    }

    @Test
    void outageOfAnEarlierProcess_isNotSentAgainButItsEndIs() throws Exception {
        configure("a", "b");
        watch("db:1", "a");
        watch("db:2", "a");
        alerts.adopt(List.of(
                checkpoint("db:1", TargetState.DOWN, Duration.ofMinutes(30)),
                checkpoint("db:2", TargetState.UP, Duration.ofMinutes(30))));
        alerts.onTransition(Samples.comesUp("db:2"));
        alerts.onTransition(Samples.comesUp("db:1"));
        assertThat(sink("a").next()).containsExactly("db:1 resolved");
        alerts.close();
        assertThat(sink("a").messages).isEmpty();
        assertThat(sink("b").messages).isEmpty();
    }

    @Test
    void outageThatHadJustBegunInAnEarlierProcess_isSentAgain() throws Exception {
        configure("a");
        watch("db:1", "a");
        alerts.adopt(List.of(checkpoint("db:1", TargetState.DOWN, Duration.ofMinutes(9))));
        assertThat(sink("a").next()).containsExactly("db:1 firing");
    }

    @Test
    void outageOfAnEarlierProcess_isRemindedOf() throws Exception {
        FakeSink unused = sink("a");
        alerts.configure(List.of(new SinkConfig(
                "a",
                Samples.config("a", null).destination(),
                Duration.ofNanos(1),
                Duration.ofHours(1),
                Duration.ofSeconds(5))));
        watch("db:1", "a");
        alerts.adopt(List.of(checkpoint("db:1", TargetState.DOWN, Duration.ofMinutes(30))));
        assertThat(sink("a").next()).containsExactly("db:1 firing");
    }

    @Test
    void sinkThatHangs_delaysNoOtherAndNoListener() throws Exception {
        sink("dead").hangs = true;
        configure("dead", "alive");
        watch("db:1", "dead", "alive");
        watch("db:2", "dead", "alive");
        alerts.onTransition(Samples.goesDown("db:1"));
        sink("dead").entered.await();
        alerts.onTransition(Samples.goesDown("db:2"));
        List<String> sent = new ArrayList<>();
        while (sent.size() < 2) {
            sent.addAll(sink("alive").next());
        }
        assertThat(sent).containsExactly("db:1 firing", "db:2 firing");
        assertThat(stats("dead")).isEqualTo(new SinkStats(0, 0, 0, 2));
        configure("alive");
        assertThat(alerts.stats()).containsOnlyKeys("alive");
    }

    @Test
    void sinkThatThrows_isTriedAgain() throws Exception {
        sink("a").throwing = true;
        configure("a");
        watch("db:1", "a");
        alerts.onTransition(Samples.goesDown("db:1"));
        sink("a").entered.await();
        sink("a").throwing = false;
        assertThat(sink("a").next()).containsExactly("db:1 firing");
    }

    @Test
    void sinkThatDidNotChange_isKept() throws Exception {
        configure("a");
        watch("db:1", "a");
        alerts.onTransition(Samples.goesDown("db:1"));
        assertThat(sink("a").next()).containsExactly("db:1 firing");
        Eventually.holds("it is counted", () -> stats("a").sent() > 0);
        configure("b", "a");
        assertThat(stats("a")).isEqualTo(new SinkStats(1, 0, 0, 0));
    }

    @Test
    void sinkThatChanged_isSentWhatTheOldOneDidNot() throws Exception {
        FakeSink old = sink("a");
        old.hangs = true;
        configure("a");
        watch("db:1", "a");
        alerts.onTransition(Samples.goesDown("db:1"));
        old.entered.await();
        made.put("a", new FakeSink());
        alerts.configure(List.of(Samples.config("a", 1)));
        assertThat(sink("a").next()).containsExactly("db:1 firing");
        alerts.onTransition(Samples.comesUp("db:1"));
        assertThat(sink("a").next()).containsExactly("db:1 resolved");
    }

    @Test
    void close_sendsWhatWaits() throws Exception {
        FakeSink unused = sink("a");
        alerts.configure(List.of(Samples.config("a", null)));
        watch("db:1", "a");
        alerts.onTransition(Samples.goesDown("db:1"));
        closeWithTime();
        assertThat(sink("a").messages).containsExactly(List.of("db:1 firing"));
    }

    @Test
    void close_triesOnceWhereTheSinkFails() {
        sink("a").throwing = true;
        alerts.configure(List.of(Samples.config("a", null)));
        watch("db:1", "a");
        alerts.onTransition(Samples.goesDown("db:1"));
        closeWithTime();
        assertThat(sink("a").attempts).hasValue(1);
        assertThat(sink("a").messages).isEmpty();
    }
}
