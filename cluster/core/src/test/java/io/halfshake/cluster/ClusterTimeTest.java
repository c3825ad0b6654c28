package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClusterTimeTest {
    @Test
    void time_beginsWithZeroAndCountsOn() {
        ClusterTime time = new ClusterTime(-500);

        assertThat(time.at(-500)).isZero();
        assertThat(time.at(1_500)).isEqualTo(2_000);
    }

    @Test
    void higherTime_isTaken() {
        ClusterTime time = new ClusterTime(0);

        time.applied(1_000, 10);

        assertThat(time.at(10)).isEqualTo(1_000);
        assertThat(time.at(15)).isEqualTo(1_005);
    }

    @Test
    void lowerTime_isNot() {
        ClusterTime time = new ClusterTime(0);
        time.applied(1_000, 10);

        time.applied(1_004, 15);

        assertThat(time.at(15)).isEqualTo(1_005);
    }

    /** However long a command takes: it is late by that, and never early. */
    @Test
    void time_ofAllMembersGoesNoFasterThanTheirClocks() {
        ClusterTime one = new ClusterTime(0);
        ClusterTime other = new ClusterTime(1_000_080);
        long proposed = one.at(100);

        other.applied(proposed, 1_000_130);
        assertThat(other.at(1_000_130)).as("proposed 30 ns ago").isEqualTo(100);

        one.applied(other.at(1_000_200), 250);
        assertThat(one.at(300)).isEqualTo(300);
    }
}
