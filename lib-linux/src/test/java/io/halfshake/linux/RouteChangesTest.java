package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How long a change of routes is one. */
class RouteChangesTest {
    private final FaultyCalls calls = new FaultyCalls();
    private int told;
    private final RouteChanges changes = Objects.requireNonNull(RouteChanges.listen(calls, () -> told++));

    /** The kernel tells of some changes before it makes them. */
    @Test
    void routeChange_countsUntilItHasSettled() {
        // Once in advance: what a first call takes would hide a margin that is missing.
        changes.read();
        told = 0;
        calls.failAfter(0, "netlink recvmmsg", Errno.ENOBUFS, 1);
        long before = System.nanoTime();
        changes.read();

        long after = System.nanoTime();
        assertThat(told).isEqualTo(1);
        assertThat(changes.hasChangedSince(before + RouteChanges.SETTLING_NANOS))
                .isTrue();
        assertThat(changes.hasChangedSince(after + RouteChanges.SETTLING_NANOS + 1))
                .isFalse();
        changes.close();
        assertThat(calls.openDescriptors()).isZero();
    }

    /** It is the user's event loop that would end. */
    @Test
    void errorInARouteEvent_countsAsAChangeAndSparesTheLoop() {
        changes.close();
        RouteChanges failing = Objects.requireNonNull(RouteChanges.listen(calls, () -> {
            throw new NoSuchMethodError("injected");
        }));
        long before = System.nanoTime();
        calls.failAfter(0, "netlink recvmmsg", Errno.ENOBUFS, 1);

        failing.ready();

        assertThat(failing.hasChangedSince(before)).isTrue();
        failing.close();
        assertThat(calls.openDescriptors()).isZero();
    }
}
