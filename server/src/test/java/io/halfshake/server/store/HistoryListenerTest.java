package io.halfshake.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.UnknownReason;
import io.halfshake.monitor.Outage;
import io.halfshake.monitor.OutageHistory.TimeSpan;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import io.halfshake.server.store.HistoryEvent.Changed;
import io.halfshake.server.store.HistoryEvent.Removed;
import io.halfshake.server.store.MinuteBuffer.TargetMinute;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is noted of a real monitor, on time of its own. */
class HistoryListenerTest {
    private final Losses losses = new Losses();
    private final EventBuffer events = new EventBuffer(losses, 100);
    private final MinuteBuffer minutes = new MinuteBuffer(losses, 100);
    private final TestMonitor test =
            TestMonitor.create(builder -> builder.startSpread(Duration.ZERO).interval(Duration.ofSeconds(5)));

    @AfterEach
    void close() {
        test.close();
    }

    private void listen() {
        test.monitor().addListener(new HistoryListener(events, minutes, test.monitor()::status, () -> Stores.START));
    }

    @Test
    void outage_isNotedWithTheTransitionsAndWithItsUnobservedTime() {
        listen();
        test.watch("db:1")
                .up()
                .refused()
                .times(4)
                .unknown(UnknownReason.NO_ROUTE)
                .times(4)
                .refused()
                .up();
        test.advance(Duration.ofMinutes(2));
        test.monitor().remove("db:1");
        test.advance(Duration.ZERO);

        List<HistoryEvent> noted = events.take(100);
        List<Outage> outages = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        for (HistoryEvent event : noted) {
            if (event instanceof Changed changed) {
                kinds.add(changed.transition().to().name());
                Outage ended = changed.ended();
                if (ended != null) {
                    outages.add(ended);
                }
            } else if (event instanceof Removed removed) {
                kinds.add("removed " + removed.target());
            }
        }
        assertThat(kinds).containsExactly("UP", "DOWN", "UP", "removed db:1");
        assertThat(outages).singleElement().satisfies(outage -> {
            assertThat(outage.ongoing()).isFalse();
            assertThat(outage.unobserved()).isPositive();
        });
        assertThat(minutes.size()).isZero();
        assertThat(takenMinutes()).isNotEmpty();
    }

    private List<TargetMinute> takenMinutes() {
        List<TargetMinute> taken = new ArrayList<>();
        minutes.takeAll(taken);
        return taken;
    }

    /** The database would refuse it, and with it the batch that has those of others. */
    @Test
    void targetThatIsTooLongForItsColumn_isLeftOut() {
        listen();
        String longest = "[fe80::1%" + "x".repeat(1_000 - 13) + "]:80";
        String tooLong = "[fe80::1%" + "x".repeat(1_000 - 12) + "]:80";
        test.watch(longest).up().refused();
        test.watch(tooLong).up().refused();
        test.advance(Duration.ofMinutes(1));
        assertThat(StoredMonitor.of(test.monitor()).targets()).containsExactly(longest);
        test.monitor().remove(tooLong);
        test.advance(Duration.ZERO);

        assertThat(events.take(100))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event).isInstanceOf(Changed.class))
                .allSatisfy(event ->
                        assertThat(((Changed) event).transition().target()).isEqualTo(longest));
        assertThat(takenMinutes())
                .isNotEmpty()
                .allMatch(minute -> minute.target().equals(longest));
    }

    @Test
    void transitionOfAnUnknownTarget_hasNoOutage() {
        HistoryListener listener = new HistoryListener(events, minutes, target -> null, () -> Stores.START);
        listener.onTransition(Stores.transition("db:1", TargetState.DOWN, TargetState.UP, 10));
        assertThat(events.take(1)).containsExactly(Stores.up("db:1", 10));
    }

    /** As where memory ends meanwhile. */
    @Test
    void transitionThatCannotBeNoted_isCountedAsLost() {
        HistoryListener listener = new HistoryListener(
                events,
                minutes,
                target -> {
                    throw new OutOfMemoryError("of a test");
                },
                () -> Stores.START);
        Transition up = Stores.transition("db:1", TargetState.DOWN, TargetState.UP, 10);
        assertThatThrownBy(() -> listener.onTransition(up)).isInstanceOf(OutOfMemoryError.class);
        assertThat(events.size()).isZero();
        assertThat(losses.events()).isEqualTo(1);
        assertThat(losses.take()).isEqualTo(new Loss(up.at(), up.at(), 1, 0));
    }

    @Test
    void removalThatCannotBeNoted_isCountedAsLost() {
        InstantSource clock = new InstantSource() {
            @Override
            public Instant instant() {
                throw new OutOfMemoryError("of a test");
            }

            @Override
            public long millis() {
                return Stores.START.toEpochMilli();
            }
        };
        HistoryListener listener = new HistoryListener(events, minutes, target -> null, clock);
        assertThatThrownBy(() -> listener.onRemoved("db:1")).isInstanceOf(OutOfMemoryError.class);
        Instant at = Stores.START.truncatedTo(ChronoUnit.MILLIS);
        assertThat(losses.take()).isEqualTo(new Loss(at, at, 1, 0));
    }

    @Test
    void spans_areFoundOnceAndOnlyWhenTheyHaveEnded() {
        SpanTracker tracker = new SpanTracker();
        test.watch("db:1")
                .up()
                .unknown(UnknownReason.NO_ROUTE)
                .times(5)
                .up()
                .unknown(UnknownReason.NO_ROUTE)
                .times(3)
                .up();
        List<TimeSpan> found = new ArrayList<>();
        for (int second = 1; second <= 120; second++) {
            test.advance(Duration.ofSeconds(1));
            tracker.next(
                    test.status("db:1").outageHistory(),
                    Duration.ofSeconds(second).toNanos(),
                    found::add);
        }
        assertThat(found).hasSize(2);
        assertThat(found).isEqualTo(test.status("db:1").outageHistory().unobserved());
        tracker.remove("db:1");
        List<TimeSpan> again = new ArrayList<>();
        tracker.next(test.status("db:1").outageHistory(), 0, again::add);
        assertThat(again).hasSize(2);
    }
}
