package io.halfshake.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel writes, and what is made of it. */
class DropStatisticsTest {
    private static final String NEIGHBOURS = """
            entries  allocs   unresolved_discards table_fulls
            00000401 00000001 00000005            0000000f
            00000401 00000001 00000005            00000010
            """;

    private static final String CONNECTIONS = """
            entries  clashres insert insert_failed drop early_drop icmp_error  expect_new
            00000000  00000000 00000000 00000007 00000002 00000003 00000000  00000000
            """;

    @TempDir
    Path first;

    @TempDir
    Path second;

    private DropCounters read() {
        return new DropStatistics(List.of(first, second)).read();
    }

    @Test
    void read_sumsTheColumnOverAllProcessors() throws IOException {
        Files.writeString(first.resolve("arp_cache"), NEIGHBOURS);
        Files.writeString(first.resolve("ndisc_cache"), NEIGHBOURS.replace("0000000f", "00000000"));
        Files.writeString(first.resolve("nf_conntrack"), CONNECTIONS);

        DropCounters counters = read();

        assertThat(counters.ipv4Neighbours()).isEqualTo(31);
        assertThat(counters.ipv6Neighbours()).isEqualTo(16);
        assertThat(counters.connections()).isEqualTo(2);
    }

    @Test
    void read_takesTheNeighboursOfTheFirstNetworkButNotItsConnections() throws IOException {
        Files.writeString(second.resolve("arp_cache"), NEIGHBOURS);
        Files.writeString(second.resolve("nf_conntrack"), CONNECTIONS);

        assertThat(read().ipv4Neighbours()).isEqualTo(31);
        assertThat(read().connections()).isEqualTo(DropCounters.UNKNOWN);
    }

    @Test
    void read_reportsUnknownWhereThereIsNoFile() {
        assertThat(read().ipv4Neighbours()).isEqualTo(DropCounters.UNKNOWN);
        assertThat(read().ipv6Neighbours()).isEqualTo(DropCounters.UNKNOWN);
        assertThat(read().connections()).isEqualTo(DropCounters.UNKNOWN);
    }

    @Test
    void read_reportsUnreadableForAFileItCannotRead() throws IOException {
        Files.createDirectory(first.resolve("arp_cache"));
        Files.writeString(first.resolve("ndisc_cache"), NEIGHBOURS);

        assertThat(read().ipv4Neighbours()).isEqualTo(DropCounters.UNREADABLE);
        assertThat(read().ipv6Neighbours()).isEqualTo(31);
        assertThat(read().connections()).isEqualTo(DropCounters.UNKNOWN);
    }

    @Test
    void read_reportsUnknownWhereTheColumnIsMissing() throws IOException {
        Files.writeString(first.resolve("arp_cache"), NEIGHBOURS.replace("table_fulls", "table_full"));
        Files.writeString(first.resolve("nf_conntrack"), "");

        assertThat(read().ipv4Neighbours()).isEqualTo(DropCounters.UNKNOWN);
        assertThat(read().connections()).isEqualTo(DropCounters.UNKNOWN);
    }
}
