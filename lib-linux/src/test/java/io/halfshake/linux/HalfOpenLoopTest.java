package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import io.halfshake.testing.TcpPeer;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HalfOpenLoopTest {
    private final FaultyCalls real = new FaultyCalls();
    private final AtomicBoolean bindThrows = new AtomicBoolean();
    private final SystemCalls calls = (SystemCalls) Proxy.newProxyInstance(
            SystemCalls.class.getClassLoader(), new Class<?>[] {SystemCalls.class}, (proxy, method, values) -> {
                if (method.getName().equals("bind") && bindThrows.get()) {
                    throw new OutOfMemoryError("injected");
                }
                return Injector.call(real, method, values);
            });
    private final EventLoop eventLoop = EpollLoop.start("halfshake-test", real);
    private final HalfOpenLoop loop = new HalfOpenLoop(
            eventLoop, calls, new SocketFactory(calls, SocketOptions.NONE, SocketFactory.Mode.REUSED), 2);
    private final TcpPeer peer = TcpPeer.neverAccepting();
    private final CountingProbe probe = new CountingProbe(peer.address(), new Injector(Injector.NEVER));

    @AfterEach
    void close() {
        OnLoop.shutDown(eventLoop);
        peer.close();
    }

    private void assertFailed(String cause) throws InterruptedException {
        assertThat(probe.await()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(UnknownReason.LOCAL_FAILURE);
            assertThat(failed.cause()).hasMessage(cause);
            assertThat(failed.evidence().syns()).isEqualTo(1);
        });
    }

    /** The peer's port is an ephemeral one of this machine, so that its answer has to be confirmed. */
    @Test
    void errorAsTheSecondSocketIsBound_closesItAtOnce() throws InterruptedException {
        int withoutSockets = real.openDescriptors();
        real.fail("diag socket", Errno.EPERM, Integer.MAX_VALUE);
        bindThrows.set(true);

        loop.start(loop.loopProbe(probe));

        assertFailed("injected");
        assertThat(real.openDescriptors()).isEqualTo(withoutSockets);
    }

    @Test
    void sentProbeWithoutASocket_endsAtItsDeadline() throws InterruptedException {
        OnLoop.run(eventLoop, () -> {
            HalfOpenProbe begun = loop.loopProbe(probe);
            loop.begin(begun);
            begun.socket = null;
            loop.queueFinalRead(begun);
            loop.finalRead();
            loop.endTurn();
        });

        assertFailed("socket: null (expected the one asked from)");
    }
}
