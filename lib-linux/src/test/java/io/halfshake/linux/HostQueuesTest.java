package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostQueuesTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long TICK = ResendWheel.TICK_NANOS;

    /** Overflows within the first turns. */
    private static final long START = Long.MAX_VALUE - SECOND / 2;

    private static final String HOST = "127.0.0.1";

    private final Kept kept = new Kept();
    private final HostQueues queues = new HostQueues(1, kept);
    private final List<PacketProbe> sent = new ArrayList<>();
    private long now = START;

    /** Gives a probe back when the test says so. */
    private static final class Kept implements HostQueues.Sender {
        final Queue<PacketProbe> probes = new ArrayDeque<>();
        final List<PacketProbe> failed = new ArrayList<>();
        long lastWait;

        @Nullable
        Error error;

        @Override
        public void sendNext(PacketProbe probe) {
            sendAfter(probe, 0, 0);
        }

        @Override
        public void sendAfter(PacketProbe probe, long nanos, long now) {
            if (error != null) {
                throw error;
            }
            lastWait = nanos;
            probes.add(probe);
        }

        @Override
        public void fail(PacketProbe probe, Throwable thrown) {
            failed.add(probe);
            probe.state = LoopProbe.State.OVER;
        }
    }

    private static PacketProbe probe(String host) {
        return UnusedProbe.asPackets(new InetSocketAddress(host, 1));
    }

    private PacketProbe ask(String host) {
        PacketProbe probe = probe(host);
        ask(probe);
        return probe;
    }

    private void ask(PacketProbe probe) {
        if (queues.mayBeSent(probe, now)) {
            probe.hasTurn = false;
            sent.add(probe);
        }
    }

    /** The one that was kept is asked for again, as by a timer. */
    private void nextTurn() {
        now += SECOND;
        PacketProbe probe = kept.probes.remove();
        if (probe.state == LoopProbe.State.OVER) {
            queues.passTurn(probe, now);
        } else {
            ask(probe);
        }
    }

    @Test
    void probeThatComesWhenATurnIsFree_isSentAfterThoseThatWait() {
        PacketProbe first = ask(HOST);
        PacketProbe second = ask(HOST);
        PacketProbe third = ask(HOST);
        // The timer is late.
        now += SECOND;
        PacketProbe newcomer = ask(HOST);
        assertThat(sent).containsExactly(first);
        for (int i = 0; i < 3; i++) {
            nextTurn();
        }
        assertThat(sent).containsExactly(first, second, third, newcomer);
        assertThat(kept.probes).isEmpty();
    }

    @Test
    void onlyOneOfAHost_isKeptElsewhere() {
        for (int i = 0; i < 1_000; i++) {
            ask(HOST);
        }
        assertThat(sent).hasSize(1);
        assertThat(kept.probes).hasSize(1);
        assertThat(kept.lastWait).isEqualTo(SECOND - TICK);
    }

    @Test
    void secondPacketBehindOthers_isHeldBackAndNotMissed() {
        ask(HOST);
        ask(HOST);
        PacketProbe behind = probe(HOST);
        behind.sent = 1;
        long deadline = behind.request.deadlineNanos();
        behind.planned(deadline - SECOND, TICK);
        behind.resendReached(deadline - SECOND);
        ask(behind);

        assertThat(behind.hasMissedResend(deadline, false)).isFalse();
    }

    @Test
    void otherHost_doesNotWait() {
        ask(HOST);
        ask(HOST);
        PacketProbe other = ask("127.0.0.2");
        assertThat(sent).hasSize(2).last().isSameAs(other);
    }

    @Test
    void turnOfAProbeThatIsOver_isThatOfTheNextOneThatIsNot() {
        ask(HOST);
        PacketProbe kept1 = ask(HOST);
        PacketProbe behind1 = ask(HOST);
        PacketProbe behind2 = ask(HOST);
        kept1.state = LoopProbe.State.OVER;
        behind1.state = LoopProbe.State.OVER;
        nextTurn();
        // It took no turn, so that this one need not wait.
        assertThat(kept.lastWait).isZero();
        assertThat(kept.probes).containsExactly(behind2);
        nextTurn();
        assertThat(sent).hasSize(2).last().isSameAs(behind2);
    }

    @Test
    void turnOfAnother_isNotPassed() {
        ask(HOST);
        PacketProbe next = ask(HOST);
        PacketProbe behind = ask(HOST);
        queues.passTurn(behind, now);
        queues.passTurn(probe("127.0.0.2"), now);
        assertThat(kept.probes).containsExactly(next);
    }

    @Test
    void probesThatCannotBeKept_fail() {
        ask(HOST);
        PacketProbe next = ask(HOST);
        PacketProbe behind1 = ask(HOST);
        PacketProbe behind2 = ask(HOST);
        kept.error = new OutOfMemoryError("none");
        nextTurn();
        assertThat(sent).hasSize(2).last().isSameAs(next);
        assertThat(kept.failed).containsExactly(behind1, behind2);
        kept.error = null;
        now += SECOND;
        ask(HOST);
        assertThat(sent).hasSize(3);
    }

    @Test
    void probeThatIsPutBack_keepsItsTurn() {
        PacketProbe first = probe(HOST);
        assertThat(queues.mayBeSent(first, now)).isTrue();
        PacketProbe second = ask(HOST);
        now += SECOND / 2;
        assertThat(queues.mayBeSent(first, now)).isTrue();
        first.hasTurn = false;
        now += SECOND / 2;
        // A whole second from when the first one left.
        ask(kept.probes.remove());
        assertThat(sent).isEmpty();
        assertThat(kept.lastWait).isEqualTo(SECOND / 2 - TICK);
        nextTurn();
        assertThat(sent).containsExactly(second);
    }

    @Test
    void nextOneThatIsOverAndLost_stopsNothing() {
        ask(HOST);
        PacketProbe lost = ask(HOST);
        kept.probes.clear();
        lost.state = LoopProbe.State.OVER;
        PacketProbe behind = ask(HOST);
        assertThat(kept.probes).containsExactly(behind);
    }

    @Test
    void turnThatIsLateBySeconds_isOneTurn() {
        for (int i = 0; i < 10; i++) {
            ask(HOST);
        }
        now += 5 * SECOND;
        ask(kept.probes.remove());
        assertThat(sent).hasSize(2);
        assertThat(kept.lastWait).isEqualTo(SECOND - TICK);
    }

    @Test
    void drain_removesThoseBehind() {
        ask(HOST);
        PacketProbe next = ask(HOST);
        PacketProbe behind1 = ask(HOST);
        PacketProbe behind2 = ask(HOST);
        List<PacketProbe> drained = new ArrayList<>();
        queues.drain(drained::add);
        assertThat(drained).containsExactly(behind1, behind2);
        assertThat(kept.probes).containsExactly(next);
    }

    /** Keeps probes as a loop does. */
    private static final class Wheel implements HostQueues.Sender {
        final ResendWheel wheel;
        final Queue<PacketProbe> next = new ArrayDeque<>();

        Wheel(long now) {
            wheel = new ResendWheel(now);
        }

        @Override
        public void sendNext(PacketProbe probe) {
            next.add(probe);
        }

        @Override
        public void sendAfter(PacketProbe probe, long nanos, long now) {
            probe.dueAt = now + nanos;
            wheel.add(probe, now);
        }

        @Override
        public void fail(PacketProbe probe, Throwable thrown) {
            throw new AssertionError(thrown);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 50, 100})
    void turnsOfAWheel_useTheRateAndNeverExceedIt(int perSecond) {
        SplittableRandom random = new SplittableRandom(9);
        int seconds = 20;
        long clock = SECOND + 3;
        Wheel wheel = new Wheel(clock);
        HostQueues limited = new HostQueues(perSecond, wheel);
        for (int i = 0; i < 2 * perSecond * seconds; i++) {
            wheel.sendNext(probe(HOST));
        }
        List<Long> sentAt = new ArrayList<>();
        for (long end = clock + seconds * SECOND; clock < end; clock += TICK + random.nextLong(TICK / 20)) {
            wheel.wheel.advance(clock, wheel.next::add);
            for (PacketProbe probe = wheel.next.poll(); probe != null; probe = wheel.next.poll()) {
                if (limited.mayBeSent(probe, clock)) {
                    probe.hasTurn = false;
                    sentAt.add(clock);
                }
            }
        }

        assertThat(sentAt).hasSizeBetween(perSecond * seconds * 9 / 10, perSecond * seconds + 1);
        for (int i = 1; i < sentAt.size(); i++) {
            assertThat(sentAt.get(i) - sentAt.get(i - 1)).isGreaterThanOrEqualTo(SECOND / perSecond);
        }
    }

    @Test
    void unlimited_nothingWaits() {
        HostQueues unlimited = new HostQueues(RateLimiter.UNLIMITED, kept);
        for (int i = 0; i < 1_000; i++) {
            assertThat(unlimited.mayBeSent(probe(HOST), START)).isTrue();
        }
        assertThat(kept.probes).isEmpty();
    }
}
