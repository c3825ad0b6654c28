package io.halfshake.server.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.halfshake.monitor.TargetState;
import io.halfshake.server.Eventually;
import io.halfshake.server.api.ListedTarget;
import io.halfshake.server.api.StatusJson;
import io.halfshake.server.api.TargetDirectory;
import io.halfshake.server.api.TestTargets;
import io.halfshake.server.api.WatcherFacts;
import io.halfshake.server.cluster.TestCluster;
import io.halfshake.server.events.FakeStream.Event;
import io.halfshake.server.maintenance.OpenWindows;
import io.halfshake.server.web.Request;
import io.halfshake.server.web.RequestException;
import io.halfshake.server.web.Response;
import io.halfshake.server.web.Streaming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class EventHubTest {
    private static final long PROCESS = 12_345;

    private final TestTargets targets = new TestTargets();
    private final EventHub hub = new EventHub(targets.test.monitor(), null, targets, targets.status(), PROCESS);

    @BeforeEach
    void listen() {
        targets.test.monitor().addListener(hub);
    }

    @AfterEach
    void close() {
        hub.close();
        targets.close();
    }

    private FakeStream connect(@Nullable String lastId) {
        FakeStream stream = new FakeStream();
        begin(stream, lastId);
        return stream;
    }

    private void begin(FakeStream stream, @Nullable String lastId) {
        begin(hub, stream, lastId);
    }

    private static void begin(EventHub hub, FakeStream stream, @Nullable String lastId) {
        Map<String, List<String>> headers = lastId == null ? Map.of() : Map.of("Last-Event-ID", List.of(lastId));
        Response response = hub.handle(new Request("/events", null, headers)).join();
        assertThat(response.headers())
                .containsEntry("Content-Type", "text/event-stream; charset=utf-8")
                .containsEntry("X-Accel-Buffering", "no");
        Streaming streaming = response.streaming();
        assertThat(streaming).isNotNull();
        streaming.begin(stream);
    }

    private static List<?> list(Event event, String field) {
        return (List<?>) Objects.requireNonNull(event.data().get(field), field);
    }

    private static List<String> changed(Event event) {
        List<String> changed = new ArrayList<>();
        for (Object each : list(event, "changed")) {
            Map<?, ?> target = (Map<?, ?>) each;
            changed.add(target.get("target") + " " + target.get("state"));
        }
        return changed;
    }

    @Test
    void changes_areSentOnceInATurnWithTheStatus() throws InterruptedException {
        FakeStream stream = connect(null);
        assertThat(stream.next("reset").id()).isEqualTo("9ix-0");
        targets.add("db:5432").up().times(2).refused();
        targets.add("web:443").up();
        hub.turn();
        assertThat(stream.hasNothing()).isTrue();

        targets.test.advance(Duration.ofSeconds(30));
        hub.turn();
        Event update = stream.next("update");
        assertThat(update.id()).isEqualTo("9ix-1");
        assertThat(changed(update)).containsExactly("db:5432 down", "web:443 up");
        assertThat(list(update, "removed")).isEmpty();
        assertThat((Map<?, ?>) update.data().get("status"))
                .extracting("targets")
                .hasToString("{up=1, down=1, unknown=0}");
        hub.turn();
        assertThat(stream.hasNothing()).isTrue();
    }

    @Test
    void namesAndRemovals_areSent() throws InterruptedException {
        targets.add("db:5432").up();
        targets.add("web:443").up();
        FakeStream stream = connect(null);
        Event unusedReset = stream.next("reset");
        hub.changed("db:5432");
        targets.remove("web:443");
        targets.test.advance(Duration.ZERO);
        hub.turn();

        Event update = stream.next("update");
        assertThat(changed(update)).containsExactly("db:5432 up");
        assertThat(list(update, "removed")).hasToString("[web:443]");
    }

    @Test
    void targetBeingAdded_isSentWhenItIsMonitored() throws InterruptedException {
        targets.add("db:5432").up();
        targets.test.monitor().remove("db:5432");
        FakeStream stream = connect(null);
        Event unusedReset = stream.next("reset");
        hub.changed("db:5432");
        hub.turn();
        assertThat(changed(stream.next("update"))).isEmpty();

        targets.test.monitor().add("db:5432");
        hub.turn();
        assertThat(changed(stream.next("update"))).containsExactly("db:5432 unknown");
    }

    @Test
    void manyChanges_takeSeveralTurns() throws InterruptedException {
        FakeStream stream = connect(null);
        Event unusedReset = stream.next("reset");
        for (int i = 0; i <= EventHub.MAX_BATCH; i++) {
            targets.add("db:" + (1 + i)).up();
            hub.changed("db:" + (1 + i));
        }
        hub.turn();
        hub.turn();
        assertThat(changed(stream.next("update"))).hasSize(EventHub.MAX_BATCH);
        assertThat(changed(stream.next("update"))).containsExactly("db:1001 unknown");
    }

    @Test
    void targetOfAnotherMember_isSentAsCommitted() throws InterruptedException {
        TestCluster cluster = new TestCluster().put("b:2", TargetState.DOWN, "b");
        targets.list("b:2", "b:2", null);
        try (EventHub other = new EventHub(targets.test.monitor(), cluster, targets, targets.status(), PROCESS)) {
            FakeStream stream = new FakeStream();
            begin(other, stream, null);
            Event unusedReset = stream.next("reset");
            other.changed("b:2");
            other.turn();
            assertThat(changed(stream.next("update"))).containsExactly("b:2 down");
        }
    }

    @Test
    void changesThatCannotBeSent_areSentLater() throws InterruptedException {
        AtomicBoolean broken = new AtomicBoolean();
        StatusJson status = new StatusJson(
                targets.test.monitor(),
                null,
                target -> true,
                targets.test.checker(),
                () -> {
                    if (broken.get()) {
                        throw new IllegalStateException("broken");
                    }
                    return new WatcherFacts("1", TestTargets.START, TestTargets.START, true, null);
                },
                () -> TestTargets.START);
        targets.add("a:1").up();
        targets.add("b:2").up();
        try (EventHub other = new EventHub(targets.test.monitor(), null, targets, status, PROCESS)) {
            FakeStream stream = new FakeStream();
            begin(other, stream, null);
            Event unusedReset = stream.next("reset");
            other.changed("a:1");
            other.changed("b:2");
            broken.set(true);
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(other::turn);
            broken.set(false);
            other.turn();
            other.turn();
            Event update = stream.next("update");
            assertThat(update.id()).isEqualTo("9ix-1");
            assertThat(changed(update)).containsExactly("a:1 unknown");
            assertThat(changed(stream.next("update"))).containsExactly("b:2 unknown");
        }
    }

    @Test
    void targetThatCannotBeSent_keepsNoOtherBack() throws InterruptedException {
        for (String each : List.of("a:1", "b:2", "c:3")) {
            targets.add(each).up();
        }
        TargetDirectory directory = new TargetDirectory() {
            @Override
            public Iterable<ListedTarget> after(long number) {
                return targets.after(number);
            }

            @Override
            public @Nullable ListedTarget find(String target) {
                if (target.equals("a:1")) {
                    throw new IllegalStateException("broken");
                }
                return targets.find(target);
            }

            @Override
            public OpenWindows maintenance() {
                return targets.maintenance();
            }
        };
        try (EventHub other = new EventHub(targets.test.monitor(), null, directory, targets.status(), PROCESS)) {
            FakeStream stream = new FakeStream();
            begin(other, stream, null);
            Event unusedReset = stream.next("reset");
            other.changed("a:1");
            other.changed("b:2");
            other.changed("c:3");
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(other::turn);
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(other::turn);
            other.turn();
            other.turn();
            assertThat(changed(stream.next("update"))).containsExactly("b:2 unknown");
            assertThat(changed(stream.next("update"))).containsExactly("c:3 unknown");
        }
    }

    @Test
    void status_isSentWhereNothingElseIs() throws InterruptedException {
        FakeStream stream = connect(null);
        Event unusedReset = stream.next("reset");
        for (int i = 0; i < EventHub.STATUS_TURNS; i++) {
            assertThat(stream.hasNothing()).isTrue();
            hub.turn();
        }
        assertThat(stream.next("status").id()).isNull();
    }

    private void turnWithAChange(String target) {
        hub.changed(target);
        hub.turn();
    }

    @Test
    void clientThatComesBack_getsWhatItMissedAndTheStatus() throws InterruptedException {
        targets.add("a:1").up();
        targets.add("b:2").up();
        FakeStream first = connect(null);
        Event unusedReset = first.next("reset");
        turnWithAChange("a:1");
        String id = first.next("update").id();
        first.fail();
        turnWithAChange("b:2");
        turnWithAChange("a:1");

        FakeStream second = connect(id);
        assertThat(changed(second.next("update"))).containsExactly("b:2 unknown");
        Event last = second.next("update");
        assertThat(changed(last)).containsExactly("a:1 unknown");
        Event unusedStatus = second.next("status");

        FakeStream third = connect(last.id());
        assertThat(third.next("status").data()).containsOnlyKeys("status");
        turnWithAChange("b:2");
        assertThat(changed(third.next("update"))).containsExactly("b:2 unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "9ix", "9ix-", "9iy-0", "9ix-2", "9ix--1", "x", "9ix-zzzzzzzzzzzzzz", "9ix-0 "})
    void clientThatComesFromElsewhere_readsAllAgain(String id) throws InterruptedException {
        targets.add("a:1").up();
        FakeStream other = connect(null);
        turnWithAChange("a:1");
        Event unusedReset = other.next("reset");

        assertThat(connect(id).next("reset").id()).isEqualTo("9ix-1");
    }

    @Test
    void clientThatWasAwayForTooLong_readsAllAgain() throws InterruptedException {
        targets.add("a:1").up();
        FakeStream other = connect(null);
        Event unusedReset = other.next("reset");
        for (int i = 0; i < 121; i++) {
            turnWithAChange("a:1");
            Event unused = other.next("update");
        }
        assertThat(connect("9ix-1").next("update").id()).isEqualTo("9ix-2");
        assertThat(connect("9ix-0").next("reset").id()).isEqualTo("9ix-3d");
    }

    @Test
    void hubWithoutStreams_restsAndForgets() throws InterruptedException {
        targets.add("a:1").up();
        for (int i = 0; i <= EventHub.IDLE_TURNS; i++) {
            turnWithAChange("a:1");
        }
        FakeStream stream = connect("9ix-1");
        assertThat(stream.next("reset").id()).isNotEqualTo("9ix-1");
        turnWithAChange("a:1");
        assertThat(changed(stream.next("update"))).containsExactly("a:1 unknown");
    }

    @Test
    void slowReader_isDisconnectedAndDelaysNoOther() throws InterruptedException {
        targets.add("a:1").up();
        FakeStream slow = connect(null);
        FakeStream quick = connect(null);
        Event unusedOfSlow = slow.next("reset");
        Event unusedOfQuick = quick.next("reset");
        slow.stopReading();
        // One is being written, the others wait.
        for (int i = 0; i <= EventListener.MAX_WAITING; i++) {
            turnWithAChange("a:1");
            assertThat(changed(quick.next("update"))).hasSize(1);
            slow.isStuck.await();
        }
        assertThat(slow.closed.getCount()).isEqualTo(1);
        turnWithAChange("a:1");
        assertThat(changed(quick.next("update"))).hasSize(1);
        slow.awaitClosed();
        assertThat(quick.closed.getCount()).isEqualTo(1);
    }

    @Test
    void streams_areLimitedAndTheirPlacesAreFreedAgain() throws InterruptedException {
        targets.add("a:1").up();
        List<FakeStream> streams = new ArrayList<>();
        for (int i = 0; i < EventHub.MAX_STREAMS; i++) {
            streams.add(connect(null));
        }
        FakeStream more = new FakeStream();
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> begin(more, null))
                .withMessage("event streams: 32 are open (expected fewer at once)")
                .matches(refused -> refused.status() == 503);
        assertThat(more.closed.getCount()).as("the server's to close").isEqualTo(1);

        FakeStream gone = streams.get(3);
        Event unusedReset = gone.next("reset");
        gone.fail();
        turnWithAChange("a:1");
        gone.awaitClosed();
        // It ends its last action a moment after it has closed.
        Eventually.holds("its place is free", () -> hub.streams() < EventHub.MAX_STREAMS);
        begin(more, null);
        Event unused = more.next("reset");
    }

    @Test
    void stream_endsBeforeTheServerCutsItOff() throws InterruptedException {
        FakeStream stream = connect(null);
        Event unusedReset = stream.next("reset");
        for (int i = 1; i < EventHub.MAX_TURNS; i++) {
            hub.turn();
            if (i % EventHub.STATUS_TURNS == 0) {
                Event unused = stream.next("status");
            }
        }
        assertThat(stream.closed.getCount()).isEqualTo(1);
        hub.turn();
        stream.awaitClosed();
    }

    @Test
    void close_endsAllStreamsAndAcceptsNone() throws InterruptedException {
        FakeStream stream = connect(null);
        FakeStream stuck = new FakeStream();
        stuck.stopReading();
        begin(stuck, null);
        hub.close();
        stream.awaitClosed();
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> begin(new FakeStream(), null))
                .withMessage("events: stopping");
    }
}
