package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.DownReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IcmpErrorsTest {
    private static final int FROM_ICMP = 2;
    private static final int FROM_ICMPV6 = 3;

    /** RFC 792, RFC 1122 section 3.2.2.1, RFC 1812 section 5.2.7. */
    @ParameterizedTest
    @CsvSource({
        "3, 0, UNREACHABLE", // network
        "3, 1, UNREACHABLE", // host
        "3, 2, UNREACHABLE", // protocol
        "3, 3, REFUSED", // port
        "3, 4,", // too big
        "3, 5, UNREACHABLE", // source route failed
        "3, 9, UNREACHABLE", // network administratively prohibited
        "3, 10, UNREACHABLE", // host administratively prohibited
        "3, 13, UNREACHABLE", // communication administratively prohibited
        "4, 0,", // source quench
        "5, 1,", // redirect
        "11, 0, UNREACHABLE", // hops used up
        "11, 1, UNREACHABLE", // fragments missing
        "12, 0, UNREACHABLE", // parameter problem
        "0, 0,",
        "8, 0,",
        "255, 255,"
    })
    void reasonOfAnIcmpError_followsTypeAndCode(int type, int code, DownReason reason) {
        assertThat(IcmpErrors.reason(false, FROM_ICMP, type, code)).isEqualTo(reason);
    }

    /** RFC 4443 section 3. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, UNREACHABLE", // no route
        "1, 1, UNREACHABLE", // administratively prohibited
        "1, 3, UNREACHABLE", // address
        "1, 4, REFUSED", // port
        "1, 5, UNREACHABLE", // source address failed policy
        "1, 6, UNREACHABLE", // route rejected
        "2, 0,", // too big
        "3, 0, UNREACHABLE", // hops used up
        "3, 1, UNREACHABLE", // fragments missing
        "4, 1, UNREACHABLE", // unknown next header
        "128, 0,",
        "129, 0,",
        "255, 255,"
    })
    void reasonOfAnIcmpv6Error_followsTypeAndCode(int type, int code, DownReason reason) {
        assertThat(IcmpErrors.reason(true, FROM_ICMPV6, type, code)).isEqualTo(reason);
    }

    /** 0: none. 1: the kernel itself. 4: time stamps. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, -1})
    void errorOfAnotherOrigin_hasNoReason(int origin) {
        assertThat(IcmpErrors.reason(false, origin, 3, 1)).isNull();
        assertThat(IcmpErrors.reason(true, origin, 1, 0)).isNull();
    }

    @Test
    void errorOfTheOtherFamily_hasNoReason() {
        assertThat(IcmpErrors.reason(false, FROM_ICMPV6, 3, 1)).isNull();
        assertThat(IcmpErrors.reason(true, FROM_ICMP, 1, 0)).isNull();
    }
}
