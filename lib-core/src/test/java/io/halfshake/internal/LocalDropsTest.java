package io.halfshake.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the counters are read, and what their rise means. */
class LocalDropsTest {
    private long now = 1_000;
    private int readings;
    private Runnable onRead = () -> {};
    private long ipv4;
    private long ipv6;
    private long connections;
    private final LocalDrops drops = new LocalDrops(this::read, () -> now);

    private DropCounters read() {
        readings++;
        long takenAt = now;
        onRead.run();
        return new DropCounters(takenAt, ipv4, ipv6, connections);
    }

    @Test
    void since_saysNothingWhereNothingRose() {
        ipv4 = 7;
        DropCounters before = drops.before();
        now += 100_000_000;

        assertThat(drops.since(before, before.takenAt() + 1, false)).isNull();
    }

    @Test
    void since_namesTheTableOfTheFamily() {
        DropCounters before = drops.before();
        ipv4 = 3;
        ipv6 = 4;
        now += 100_000_000;

        assertThat(drops.since(before, before.takenAt() + 1, false))
                .isEqualTo("neighbour table: table_fulls in /proc/net/stat/arp_cache rose by 3"
                        + " (expected 0; raise net.ipv4.neigh.default.gc_thresh3)");
        assertThat(drops.since(before, before.takenAt() + 1, true))
                .isEqualTo("neighbour table: table_fulls in /proc/net/stat/ndisc_cache rose by 4"
                        + " (expected 0; raise net.ipv6.neigh.default.gc_thresh3)");
    }

    @Test
    void since_ignoresTheOtherFamilysTable() {
        DropCounters before = drops.before();
        ipv4 = 3;
        now += 100_000_000;

        assertThat(drops.since(before, before.takenAt() + 1, true)).isNull();
    }

    @Test
    void since_namesTheTableOfConnectionsForBothFamilies() {
        DropCounters before = drops.before();
        connections = 5;
        now += 100_000_000;

        assertThat(drops.since(before, before.takenAt() + 1, true))
                .isEqualTo(drops.since(before, before.takenAt() + 1, false))
                .isEqualTo("connection table: drop in /proc/net/stat/nf_conntrack rose by 5"
                        + " (expected 0; raise net.netfilter.nf_conntrack_max)");
    }

    @Test
    void before_readsOnceASecond() {
        DropCounters first = drops.before();
        now += LocalDrops.BASELINE_NANOS;
        assertThat(drops.before()).isSameAs(first);
        now++;
        assertThat(drops.before()).isNotSameAs(first);
        assertThat(readings).isEqualTo(2);
    }

    @Test
    void before_excludesEarlierDrops() {
        drops.before();
        ipv4 = 3;
        now += LocalDrops.BASELINE_NANOS + 1;
        DropCounters before = drops.before();
        now += 100_000_000;

        assertThat(drops.since(before, before.takenAt() + 1, false)).isNull();
    }

    @Test
    void since_readsOnceForAllThatFallSilentTogether() {
        DropCounters before = drops.before();
        now += 100_000_000;
        for (int i = 0; i < 1_000; i++) {
            assertThat(drops.since(before, before.takenAt() + 1, false)).isNull();
        }
        assertThat(readings).isEqualTo(2);
    }

    @Test
    void since_readsAgainWhereTheLastReadingIsOlderThanThePacket() {
        DropCounters before = drops.before();
        long sentAt = before.takenAt() + 1;
        ipv4 = 1;
        now += 2;

        assertThat(drops.since(before, sentAt, false)).isNotNull();
    }

    @Test
    void since_readsAgainWhereTheLastReadingIsNotRecent() {
        DropCounters before = drops.before();
        long sentAt = before.takenAt() + 1;
        now += 2;
        assertThat(drops.since(before, sentAt, false)).isNull();
        ipv4 = 1;
        now += LocalDrops.RECENT_NANOS + 1;

        assertThat(drops.since(before, sentAt, false)).isNotNull();
    }

    @Test
    void since_saysNothingWhereThereWasNoSuchCounter() {
        ipv4 = DropCounters.UNKNOWN;
        DropCounters before = drops.before();
        ipv4 = 476;
        now += 100_000_000;

        assertThat(drops.since(before, before.takenAt() + 1, false)).isNull();
    }

    @Test
    void since_saysWhichCounterCouldNotBeReadAtTheEnd() {
        DropCounters before = drops.before();
        ipv4 = DropCounters.UNREADABLE;
        now += 100_000_000;

        assertThat(drops.since(before, before.takenAt() + 1, false))
                .isEqualTo("neighbour table: table_fulls in /proc/net/stat/arp_cache could not be read (expected a"
                        + " reading from before the packet was sent and one from after; raise the limit of open files"
                        + " if it is reached)");
        assertThat(drops.since(before, before.takenAt() + 1, true)).isNull();
        connections = DropCounters.UNKNOWN;
        now += LocalDrops.RECENT_NANOS + 1;
        assertThat(drops.since(before, before.takenAt() + 1, true))
                .startsWith("connection table: drop in /proc/net/stat/nf_conntrack could not be read");
    }

    @Test
    void since_saysWhichCounterCouldNotBeReadBefore() {
        connections = DropCounters.UNREADABLE;
        DropCounters before = drops.before();
        connections = 5;
        now += 100_000_000;

        assertThat(drops.since(before, before.takenAt() + 1, false))
                .startsWith("connection table: drop in /proc/net/stat/nf_conntrack could not be read");
    }

    @Test
    void since_saysNothingWhereACounterCanNeverBeRead() {
        connections = DropCounters.UNREADABLE;
        DropCounters before = drops.before();
        now += 100_000_000;

        assertThat(drops.since(before, before.takenAt() + 1, false)).isNull();
    }

    @Test
    void since_namesWhatRoseBeforeWhatCouldNotBeRead() {
        DropCounters before = drops.before();
        ipv4 = DropCounters.UNREADABLE;
        connections = 5;
        now += 100_000_000;

        assertThat(drops.since(before, before.takenAt() + 1, false))
                .startsWith("connection table: drop in")
                .contains("rose by 5");
    }

    @Test
    void before_keepsWhatItKnewWhereAReadingFails() {
        DropCounters first = drops.before();
        ipv4 = DropCounters.UNREADABLE;
        now += LocalDrops.BASELINE_NANOS + 1;
        assertThat(drops.before()).isSameAs(first);
        assertThat(drops.before()).isSameAs(first);
        assertThat(readings).as("tries within a second").isEqualTo(2);
        ipv4 = 1;
        now += 100_000_000;

        assertThat(drops.since(drops.before(), now - 1, false)).contains("rose by 1");
    }

    @Test
    void before_keepsWhatItKnewWhereTheLastReadingOfSinceFailed() {
        DropCounters first = drops.before();
        connections = DropCounters.UNREADABLE;
        now += 100_000_000;
        assertThat(drops.since(first, first.takenAt() + 1, false)).isNotNull();

        assertThat(drops.before()).isSameAs(first);
    }

    @Test
    void before_forgetsACounterThatIsNoLongerThere() {
        drops.before();
        connections = DropCounters.UNKNOWN;
        now += LocalDrops.BASELINE_NANOS + 1;

        assertThat(drops.before().connections()).isEqualTo(DropCounters.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "10000000000, true", "10000000001, false"})
    void before_waitsForAnotherReadingOnlyIfItsOwnIsVeryOld(long age, boolean isOldReading) throws Exception {
        DropCounters first = drops.before();
        now += age > LocalDrops.BASELINE_NANOS ? age : LocalDrops.BASELINE_NANOS + age;
        AtomicReference<DropCounters> found = new AtomicReference<>();
        Thread other = new Thread(() -> found.set(drops.before()), "another that sends");
        onRead = () -> {
            other.start();
            while (other.isAlive() && other.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        };
        DropCounters taken = drops.before();
        other.join();

        assertThat(taken).isNotSameAs(first);
        assertThat(found.get()).isSameAs(isOldReading ? first : taken);
        assertThat(readings).isEqualTo(2);
    }

    @Test
    void since_sharesOneReadingAmongConcurrentCallers() throws InterruptedException {
        DropCounters before = drops.before();
        long sentAt = before.takenAt() + 1;
        now += 100_000_000;
        AtomicReference<String> found = new AtomicReference<>();
        Thread other = new Thread(() -> found.set(drops.since(before, sentAt, false)), "another that reads");
        onRead = () -> {
            onRead = () -> {};
            ipv4 = 1;
            other.start();
            while (other.isAlive() && other.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            // By its end it is no longer recent.
            now += 1_000_000_000;
        };

        assertThat(drops.since(before, sentAt, false)).contains("rose by 1");
        other.join();
        assertThat(found.get()).contains("rose by 1");
        assertThat(readings).isEqualTo(2);
    }
}
