package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HalfOpenProbeTest {
    /** What a socket reports where the kernel stopped resending before the deadline. */
    private static final Outcome GAVE_UP = ConnectErrors.later(Errno.ETIMEDOUT.number, 1_000, 2);

    private final SystemCalls calls = (SystemCalls) Proxy.newProxyInstance(
            SystemCalls.class.getClassLoader(),
            new Class<?>[] {SystemCalls.class},
            (unused, method, arguments) -> -Errno.EPERM.number);
    private final HalfOpenProbe probe = new HalfOpenProbe(
            new CountingProbe(new InetSocketAddress(InetAddress.getLoopbackAddress(), 80), new Injector(0)),
            new HalfOpenLoop(
                    OnLoop.unused(),
                    calls,
                    new SocketFactory(calls, SocketOptions.NONE, SocketFactory.Mode.REUSED),
                    1));

    HalfOpenProbeTest() {
        probe.firstSentAt = System.nanoTime();
        probe.sentAt = probe.firstSentAt;
        probe.syns = 1;
    }

    /** The answer may have been that of a socket which connects, and the silence that of a firewall. */
    @Test
    void silenceAfterADoubtfulAnswer_provesNothing() {
        probe.syns = 2;
        probe.wasAnswered = true;

        assertUnproven();
    }

    private void assertUnproven() {
        assertThat(probe.proven(GAVE_UP)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(UnknownReason.LOCAL_FAILURE);
            assertThat(failed.cause()).hasMessage("asked again from another socket, and then silent");
        });
    }

    @Test
    void silence_isReported() {
        assertThat(probe.proven(GAVE_UP)).isSameAs(GAVE_UP);
    }

    @Test
    void silenceAfterADoubtfulRefusal_provesNothing() {
        probe.syns = 2;
        probe.wasRefused = true;

        assertUnproven();
    }

    @Test
    void silenceAfterAnEarlySecondSyn_isReported() {
        probe.syns = 2;

        assertThat(probe.proven(GAVE_UP)).isSameAs(GAVE_UP);
    }

    @Test
    void silenceAfterALateSecondSyn_provesNothing() {
        probe.syns = 2;
        probe.firstSentAt -= TimeUnit.HOURS.toNanos(1);

        assertUnproven();
    }
}
