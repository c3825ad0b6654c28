package io.halfshake.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.DownReason;
import io.halfshake.monitor.OutageHistory.DowntimeTotal;
import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.monitor.TargetCheckpoint.OpenOutage;
import io.halfshake.monitor.TargetSettings;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TimeBounds;
import io.halfshake.monitor.Transition;
import io.halfshake.server.maintenance.Maintenance;
import io.halfshake.server.maintenance.MaintenanceWindow;
import io.halfshake.server.maintenance.Schedule;
import io.halfshake.server.maintenance.TargetSelector;
import io.halfshake.testing.CheckResults;
import io.halfshake.testing.FakeScript;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Alerts with one sink and maintenance windows, by the virtual time of a monitor that checks each ten seconds. */
final class TestAlerts implements AutoCloseable {
    /** Where the virtual time begins: a Saturday. */
    private static final Instant BEGINNING = Instant.parse("2000-01-01T00:00:00Z");

    private static final AtomicInteger CREATED = new AtomicInteger();

    /** Of this one alone: its thread is found by it. */
    private final String sink = "test-alerts-" + CREATED.incrementAndGet();

    private final BlockingQueue<List<String>> messages = new LinkedBlockingQueue<>();
    private final Map<String, AlertTarget> targets = new ConcurrentHashMap<>();
    private final Thread tester = Thread.currentThread();
    private final Maintenance maintenance = new Maintenance(this::now);
    private long sent;

    /** The time by which the sink's reminders are due. */
    final AtomicLong nanoTime = new AtomicLong();

    final Alerts alerts =
            new Alerts(targets::get, maintenance, config -> new RecordingSink(), this::nanoTime, new Backoff(() -> 0));

    final TestMonitor monitor = TestMonitor.create(builder -> builder.startSpread(Duration.ZERO)
            .interval(Duration.ofSeconds(10))
            .rise(1)
            .fall(1)
            .listener(alerts));

    /** Of the sink. */
    volatile boolean needsReminders;

    /** While true, nothing can be added to the sink's queue. */
    volatile boolean broken;

    TestAlerts() {
        configureSink(null);
    }

    private final class RecordingSink implements Sink {
        @Override
        public void send(Message message, Instant at) {
            messages.add(Samples.texts(message));
        }

        @Override
        public boolean needsReminders() {
            return needsReminders;
        }
    }

    private Instant now() {
        return BEGINNING.plus(monitor.checker().time().now());
    }

    private long nanoTime() {
        if (broken && Thread.currentThread() == tester) {
            throw new IllegalStateException("in a test");
        }
        return nanoTime.get();
    }

    void configureSink(@Nullable Duration reminder) {
        configureSink(Duration.ZERO, reminder);
    }

    void configureSink(Duration window, @Nullable Duration reminder) {
        alerts.configure(List.of(new SinkConfig(
                sink,
                new Destination.Slack(new Secret("http://127.0.0.1/")),
                window,
                reminder,
                Duration.ofSeconds(5))));
    }

    /** How many alerts wait in the sink's queue. */
    int queued() {
        return stats().queued();
    }

    /** From a second until another, for targets that one of these selects; for all if there is none. */
    static MaintenanceWindow window(int from, int until, TargetSelector... selectors) {
        return new MaintenanceWindow(
                from + "-" + until,
                List.of(selectors),
                new Schedule.OneOff(BEGINNING.plusSeconds(from), BEGINNING.plusSeconds(until)));
    }

    static TargetSelector group(String group) {
        return new TargetSelector(null, group, null, Map.of());
    }

    /** As a reload does it. */
    void maintain(MaintenanceWindow... windows) {
        maintenance.configure(List.of(windows), () -> {});
    }

    /** Gives a target its group, and the sink. */
    void put(String target, String group) {
        targets.put(target, new AlertTarget(target, group, Map.of(), List.of(sink)));
    }

    FakeScript watch(String target, String group) {
        put(target, group);
        return monitor.watch(target);
    }

    /** Goes on with a target that an earlier process decided to be down at a second, and knew of until another. */
    FakeScript adopt(String target, String group, int since, int known) {
        put(target, group);
        Instant began = BEGINNING.plusSeconds(since);
        Instant at = BEGINNING.plusSeconds(known);
        TargetCheckpoint checkpoint = new TargetCheckpoint(
                target,
                at,
                TargetState.DOWN,
                began,
                began,
                at,
                new OpenOutage(new TimeBounds(began, began), true, DownReason.REFUSED, Duration.ZERO),
                new DowntimeTotal(0, Duration.ZERO, Duration.ZERO),
                Duration.ZERO);
        // In this order, as the watcher does it.
        alerts.adopt(List.of(checkpoint));
        monitor.monitor().adopt(checkpoint, TargetSettings.inherited());
        return monitor.checker().on(target);
    }

    /** A transition that was decided at a second. */
    static Transition goesDown(String target, int second) {
        Instant at = BEGINNING.plusSeconds(second);
        return new Transition(
                target, TargetState.UP, TargetState.DOWN, at, 0, CheckResults.refused(target), new TimeBounds(at, at));
    }

    /** Second by second, as the watcher's timer does it. */
    void passUntil(int second) {
        Duration end = Duration.ofSeconds(second);
        while (monitor.checker().time().now().compareTo(end) < 0) {
            monitor.advance(Duration.ofSeconds(1));
            alerts.followMaintenance();
        }
    }

    private SinkStats stats() {
        return Objects.requireNonNull(alerts.stats().get(sink));
    }

    /** The next message, once the queue knows that it was sent. */
    List<String> next() throws InterruptedException {
        List<String> message = messages.take();
        sent++;
        while (stats().sent() < sent) {
            requireTime();
        }
        return message;
    }

    /** The test's timeout interrupts it. */
    private static void requireTime() {
        if (Thread.interrupted()) {
            throw new AssertionError("it took too long");
        }
        Thread.onSpinWait();
    }

    /** What is to be sent is in the queue of the sink before the call that sends it returns. */
    void assertNothingSent() {
        assertThat(stats()).isEqualTo(new SinkStats(sent, 0, 0, 0));
    }

    /**
     * Nothing is sent that was due before. Waits until the sink's only thread waits for another change: one that waits
     * for the lock does so without a time.
     */
    void assertIdle() {
        List<Thread.State> states = List.of();
        while (!states.equals(List.of(Thread.State.TIMED_WAITING))) {
            requireTime();
            states = Thread.getAllStackTraces().keySet().stream()
                    .filter(each -> each.getName().equals("halfshake-alerts-" + sink))
                    .map(Thread::getState)
                    .toList();
        }
        assertThat(messages).isEmpty();
    }

    /** Checks, too, that the test has expected all messages. */
    @Override
    public void close() {
        monitor.close();
        alerts.close();
        assertThat(messages).as("not expected by the test").isEmpty();
    }
}
