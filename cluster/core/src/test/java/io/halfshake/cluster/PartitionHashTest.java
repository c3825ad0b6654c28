package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class PartitionHashTest {
    /** Members of all versions have to agree on these. */
    @Test
    void partitions_areThoseOfTheFormat() {
        assertThat(PartitionHash.partition("")).isEqualTo(11);
        assertThat(PartitionHash.partition("db:5432")).isEqualTo(589);
        assertThat(PartitionHash.partition("10.0.0.1:80")).isEqualTo(343);
        assertThat(PartitionHash.partition("[2001:db8::1]:443")).isEqualTo(975);
        assertThat(PartitionHash.partition("münchen.example:443")).isEqualTo(45);
    }

    @Test
    void similarTargets_areSpread() {
        requireSpread(i -> "10." + (i >> 16) + "." + ((i >> 8) & 255) + "." + (i & 255) + ":443");
        requireSpread(i -> "host-" + i + ".example.com:5432");
        requireSpread(i -> "[2001:db8::" + Integer.toHexString(i) + "]:80");
    }

    private static void requireSpread(IntFunction<String> targets) {
        int[] counts = new int[PartitionHash.PARTITIONS];
        for (int i = 0; i < 100 * PartitionHash.PARTITIONS; i++) {
            counts[PartitionHash.partition(targets.apply(i))]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(50, 150);
        }
    }
}
