package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReservedPortsTest {
    private static final int LENGTH = 400;
    private static final AtomicInteger TESTS = new AtomicInteger();

    /** Below what the kernel gives to others by itself, enough for two blocks, and no other test's. */
    private final ReservedPorts.Range range = range(21_000 + LENGTH * TESTS.getAndIncrement());

    private final FaultyCalls calls = new FaultyCalls();
    private final ReservedPorts ports = new ReservedPorts(calls, range, 100);

    private static ReservedPorts.Range range(int first) {
        return new ReservedPorts.Range(first, first + LENGTH - 1);
    }

    @AfterEach
    void everythingIsGivenBack() {
        while (!ports.releaseSome(7)) {
            assertThat(calls.openDescriptors()).isPositive();
        }
        assertThat(calls.openDescriptors()).isZero();
    }

    private Set<Integer> once() {
        Set<Integer> all = new HashSet<>();
        for (int i = 0; i < ports.count(); i++) {
            all.add(ports.next());
        }
        return all;
    }

    @Test
    void grow_addsBlocksUpToTheMaximum() {
        ports.grow();
        assertThat(ports.count()).isEqualTo(64);
        ports.grow();
        assertThat(ports.count()).isEqualTo(100);
        assertThatExceptionOfType(SystemCallException.class)
                .isThrownBy(ports::grow)
                .withMessage("bind(2) failed: EADDRINUSE (98)");
        assertThat(ports.count()).isEqualTo(100);
        assertThat(calls.openDescriptors()).isEqualTo(100);
    }

    @Test
    void next_goesRoundAllPortsWithinTheBounds() {
        ports.grow();
        Set<Integer> all = once();
        assertThat(all)
                .hasSize(64)
                .isEqualTo(once())
                .allSatisfy(port -> assertThat(port)
                        .isBetween(ports.lowest(), ports.highest())
                        .isBetween(range.first(), range.last()));
    }

    @Test
    void nextAfterGrow_returnsNewPortsFirst() {
        ports.grow();
        Set<Integer> before = once();
        ports.grow();
        for (int i = 0; i < 36; i++) {
            assertThat(before).doesNotContain(ports.next());
        }
    }

    @Test
    void grow_skipsPortsHeldElsewhere() {
        ReservedPorts other = new ReservedPorts(calls, range, 300);
        try {
            for (int i = 0; i < 4; i++) {
                other.grow();
            }
            ports.grow();
            Set<Integer> ours = once();
            for (int i = 0; i < other.count(); i++) {
                assertThat(ours).doesNotContain(other.next());
            }
        } finally {
            assertThat(other.releaseSome(Integer.MAX_VALUE)).isTrue();
        }
    }

    @Test
    void growWithoutIpv6_reservesInIpv4() {
        // Every other socket is the second try.
        ReservedPorts one = new ReservedPorts(calls, range, 1);
        calls.fail("socket", Errno.EAFNOSUPPORT, 1);
        one.grow();
        assertThat(one.count()).isEqualTo(1);
        assertThat(one.releaseSome(1)).isTrue();
    }

    @Test
    void growWithoutDescriptors_throwsTheErrorOfSocket() {
        calls.fail("socket", Errno.EMFILE, Integer.MAX_VALUE);
        assertThatExceptionOfType(SystemCallException.class)
                .isThrownBy(ports::grow)
                .withMessage("socket(2) failed: EMFILE (24)");
    }

    @Test
    void growWithEveryPortTaken_throwsTheErrorOfBind() {
        calls.fail("bind", Errno.EADDRINUSE, Integer.MAX_VALUE);
        assertThatExceptionOfType(SystemCallException.class)
                .isThrownBy(ports::grow)
                .withMessage("bind(2) failed: EADDRINUSE (98)");
        assertThat(calls.openDescriptors()).isZero();
    }
}
