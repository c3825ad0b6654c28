package io.halfshake.server.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.halfshake.Target;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowListTest {
    private static boolean permits(String entry, String target) {
        Target parsed = Target.parse(target);
        InetAddress literal = parsed.literal();
        AllowList list = AllowList.parse(List.of(entry));
        return literal == null ? list.permitsName(parsed) : list.permitsAddress(literal, parsed.port());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.1.2.3:80",
        "10.0.0.0/8, 10.255.255.255:65535",
        "10.0.0.0/8:5432, 10.1.2.3:5432",
        "192.0.2.7:443, 192.0.2.7:443",
        "192.0.2.7, 192.0.2.7:1",
        "192.0.2.7/32, 192.0.2.7:1",
        "192.0.2.6/31, 192.0.2.7:1",
        "0.0.0.0/0, 203.0.113.9:1",
        "192.0.2.7, [::ffff:192.0.2.7]:80",
        "10.0.0.0/8, [::ffff:0a01:0203]:80",
        "[2001:db8::]/32, [2001:db8:ffff::1]:443",
        "2001:db8::/32, [2001:db8::1]:443",
        "[2001:db8::]/32:443, [2001:db8::1]:443",
        "[2001:db8::7]:443, [2001:db8:0:0::7]:443",
        "[::1], [::1]:80",
        "::1, [::1]:80",
        "[::]/0, [2001:db8::1]:443",
        "db.example:5432, db.example:5432",
        "db.example, db.example:1"
    })
    void target_isPermitted(String entry, String target) {
        assertThat(permits(entry, target)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 11.0.0.0:80",
        "10.0.0.0/8, 9.255.255.255:80",
        "10.0.0.0/8:5432, 10.1.2.3:5433",
        "192.0.2.7:443, 192.0.2.7:80",
        "192.0.2.6/31, 192.0.2.8:80",
        "192.0.2.6/31, 192.0.2.5:80",
        "192.0.2.7, 192.0.2.6:80",
        "10.0.0.0/8, 0.0.0.0:80",
        "0.0.0.0/0, [::1]:80",
        "0.0.0.0/0, [64:ff9b::10.1.2.3]:80",
        "[::]/0, 10.1.2.3:80",
        "[::]/0, [::ffff:10.1.2.3]:80",
        "[2001:db8::]/32, [2001:db9::1]:443",
        "10.0.0.0/8, [::10.1.2.3]:80",
        "db.example:5432, db.example:5433",
        "db.example:5432, DB.example:5432",
        "db.example:5432, db.example.:5432",
        "db.example:5432, x.db.example:5432",
        "db.example, example:1",
        "10.0.0.0/8, db.example:5432"
    })
    void target_isNotPermitted(String entry, String target) {
        assertThat(permits(entry, target)).isFalse();
    }

    @Test
    void emptyList_permitsNothing() {
        AllowList list = AllowList.parse(List.of());

        assertThat(list.permitsName(Target.parse("db:80"))).isFalse();
        assertThat(list.permitsSomeAddress(80)).isFalse();
        assertThat(list.permitsAddress(InetAddress.getLoopbackAddress(), 80)).isFalse();
    }

    @Test
    void addresses_arePermittedAtTheirPorts() {
        AllowList list = AllowList.parse(List.of("db.example:1", "10.0.0.0/8:5432", "192.0.2.7:443"));

        assertThat(list.permitsSomeAddress(5432)).isTrue();
        assertThat(list.permitsSomeAddress(443)).isTrue();
        assertThat(list.permitsSomeAddress(1)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.1.2.3/8|no bits set behind the first 8",
                "[2001:db8::1]/32|no bits set behind the first 32",
                "10.0.0.0/33|a prefix length of 0 to 32",
                "10.0.0.0/|a prefix length of 0 to 32",
                "10.0.0.0/-1|a prefix length of 0 to 32",
                "10.0.0.0/+8|a prefix length of 0 to 32",
                "10.0.0.0/255.0.0.0|a prefix length of 0 to 32",
                "[2001:db8::]/129|a prefix length of 0 to 128",
                "[::ffff:10.0.0.0]/8|an IPv4 address in the form 192.0.2.7",
                "[::ffff:10.0.0.0]/104|an IPv4 address in the form 192.0.2.7",
                "10.0.0.0/8:0|with a port of 1 to 65535",
                "10.0.0.0/8:65536|with a port of 1 to 65535",
                "10.0.0.0/8:|with a port of 1 to 65535",
                "192.0.2.7:http|with a port of 1 to 65535",
                "192.0.2.7:80:80|a name, or an address without brackets",
                "db.example/8|an address, a network or a name",
                "[db.example]:80|an address, a network or a name",
                "[2001:db8::/32]|a name, or an address without brackets",
                "[fe80::1%lo]|an address, a network or a name",
                "10.0.0|an IPv4 address, which is four numbers",
                "010.0.0.1|an IPv4 address, which is four numbers",
                "10.0.0.256|an IPv4 address, which is four numbers",
                "*.example|",
                "''|a name or an address",
                ":80|a name or an address",
                "'10.0.0.0/8 '|",
                "fe80::1%lo|an address, a network or a name",
                "http://db:80|"
            })
    void entry_isRefused(String entry, String rule) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AllowList.parse(List.of(entry)))
                .withMessageStartingWith("allow: \"" + entry + "\"")
                .withMessageContaining("expected")
                .withMessageContaining(rule == null ? "" : rule);
    }
}
