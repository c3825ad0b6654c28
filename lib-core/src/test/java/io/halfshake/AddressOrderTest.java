package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.internal.Durations;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressOrderTest {
    private static final InetAddress FIRST = Samples.address(1).getAddress();
    private static final InetAddress SECOND = Samples.address(2).getAddress();

    private static InetSocketAddress at(InetAddress address) {
        return new InetSocketAddress(address, 443);
    }

    @Test
    void addressOrder_keepsTheResolversOrder() {
        assertThat(AddressOrder.of(List.of(SECOND, FIRST), 443, AddressPolicy.ANY))
                .containsExactly(at(SECOND), at(FIRST));
    }

    @Test
    void duplicateAddress_isKeptOnce() {
        assertThat(AddressOrder.of(List.of(FIRST, SECOND, FIRST, FIRST), 443, AddressPolicy.ALL))
                .containsExactly(at(FIRST), at(SECOND));
    }

    @Test
    void policyFirst_keepsOnlyTheFirstAddress() {
        assertThat(AddressOrder.of(List.of(SECOND, FIRST), 443, AddressPolicy.FIRST))
                .containsExactly(at(SECOND));
    }

    @Test
    @SuppressWarnings("NullAway") // What a user's resolver may give.
    void nullAddressFromResolver_isDropped() {
        List<InetAddress> holes = new ArrayList<>(Arrays.asList(null, FIRST, null));

        assertThat(AddressOrder.of(holes, 443, AddressPolicy.FIRST)).containsExactly(at(FIRST));
        assertThat(AddressOrder.of(Collections.singletonList(null), 443, AddressPolicy.ANY))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nullOrEmptyAnswer_givesNoAddresses(AddressPolicy policy) {
        assertThat(AddressOrder.of(null, 443, policy)).isEmpty();
        assertThat(AddressOrder.of(List.of(), 443, policy)).isEmpty();
    }

    @Test
    void cause_isTheResolversOwnException() {
        UnknownHostException own = new UnknownHostException("db");

        assertThat(AddressOrder.cause("db", own)).isSameAs(own);
        assertThat(AddressOrder.cause("db", new CompletionException(own))).isSameAs(own);
        CompletionException bare = new CompletionException("bare", null);
        assertThat(AddressOrder.cause("db", bare)).isSameAs(bare);
    }

    @Test
    void answerWithoutAddresses_hasAnUnknownHostCause() {
        assertThat(AddressOrder.cause("db", null))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("db: the resolver gave no address");
    }

    @Test
    void nextAddress_isTriedAfterTheRfc8305Delay() {
        long timeout = Duration.ofSeconds(10).toNanos();
        assertThat(AddressOrder.staggerNanos(timeout, timeout, 1))
                .isEqualTo(Duration.ofMillis(250).toNanos());
        assertThat(AddressOrder.staggerNanos(Durations.FOREVER_NANOS, Durations.FOREVER_NANOS, 63))
                .isEqualTo(Duration.ofMillis(250).toNanos());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 1_000})
    void lastAddress_isTriedWithHalfTheTimeoutLeft(int addresses) {
        long timeout = Duration.ofMillis(500).toNanos();
        for (long left = timeout; left > 0; left -= timeout / 50) {
            long remaining = left;
            for (int more = addresses; more > 0; more--) {
                long stagger = AddressOrder.staggerNanos(timeout, remaining, more);
                assertThat(stagger).isNotNegative();
                remaining -= stagger;
            }
            long lastStartsWith = remaining;
            long possible = Math.min(left, timeout / 2);
            assertThat(lastStartsWith).isGreaterThanOrEqualTo(possible);
        }
    }
}
