package io.halfshake.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

@SuppressWarnings("NullAway.Init") // The extension sets the fields.
class StartPeerIT {
    @StartPeer
    static TcpPeer shared;

    @StartPeer(PeerKind.REFUSING)
    TcpPeer own;

    @Test
    void startPeer_startsFieldsAndParameters(
            @StartPeer TcpPeer first, @StartPeer(PeerKind.NEVER_ACCEPTING) TcpPeer second) {
        assertThat(shared.kind()).isEqualTo(PeerKind.ACCEPTING);
        assertThat(own.kind()).isEqualTo(PeerKind.REFUSING);
        assertThat(first.kind()).isEqualTo(PeerKind.ACCEPTING);
        assertThat(second.kind()).isEqualTo(PeerKind.NEVER_ACCEPTING);
        assertThat(Set.of(shared.address(), own.address(), first.address(), second.address()))
                .hasSize(4);
    }

    @Nested
    class Inside {
        @StartPeer(PeerKind.NEVER_ACCEPTING)
        TcpPeer inner;

        @Test
        void nestedClass_seesTheOuterFields() {
            assertThat(own.kind()).isEqualTo(PeerKind.REFUSING);
            assertThat(inner.drainAccepted(Duration.ZERO)).isZero();
            assertThat(shared.kind()).isEqualTo(PeerKind.ACCEPTING);
        }
    }

    @Test
    void startPeer_closesEveryPeerAfterwards() {
        EngineExecutionResults results = run(Keeper.class);

        results.testEvents().assertStatistics(stats -> stats.succeeded(2));
        assertThat(Keeper.SHARED).hasSize(1);
        assertThat(Keeper.OWN).hasSize(2);
        assertThat(Keeper.PARAMETERS).hasSize(2);
        assertThat(Keeper.SHARED).allMatch(StartPeerIT::isClosed);
        assertThat(Keeper.OWN).allMatch(StartPeerIT::isClosed);
        assertThat(Keeper.PARAMETERS).allMatch(StartPeerIT::isClosed);
    }

    @Test
    void startPeerOnAConstructor_closesThePeerOfEachInstance() {
        run(ConstructorKeeper.class).testEvents().assertStatistics(stats -> stats.succeeded(2));

        assertThat(ConstructorKeeper.PEERS).hasSize(2).allMatch(StartPeerIT::isClosed);
    }

    private static boolean isClosed(TcpPeer peer) {
        try {
            peer.goUp();
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Test
    void misusedStartPeer_failsWithTheReason() {
        fails(WrongType.class, "field WrongType.peer: String (expected a TcpPeer)");
        fails(Final.class, "field Final.peer: final (expected one that can be set)");
        fails(WrongParameter.class, ": String (expected a TcpPeer)");
    }

    private static void fails(Class<?> type, String text) {
        run(type)
                .testEvents()
                .assertThatEvents()
                .haveExactly(1, event(finishedWithFailure(message(m -> m.contains(text)))));
    }

    private static EngineExecutionResults run(Class<?> type) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(type))
                .execute();
    }

    static class Keeper {
        static final Set<TcpPeer> SHARED = ConcurrentHashMap.newKeySet();
        static final Set<TcpPeer> OWN = ConcurrentHashMap.newKeySet();
        static final Set<TcpPeer> PARAMETERS = ConcurrentHashMap.newKeySet();

        @StartPeer
        private static TcpPeer shared;

        @StartPeer(family = StandardProtocolFamily.INET)
        private TcpPeer own;

        @Test
        void firstTest_keepsItsPeers(@StartPeer TcpPeer parameter) {
            keep(parameter);
        }

        @Test
        void secondTest_keepsItsPeers(@StartPeer TcpPeer parameter) {
            keep(parameter);
        }

        private void keep(TcpPeer parameter) {
            SHARED.add(shared);
            OWN.add(own);
            PARAMETERS.add(parameter);
        }
    }

    static class ConstructorKeeper {
        static final Set<TcpPeer> PEERS = ConcurrentHashMap.newKeySet();

        ConstructorKeeper(@StartPeer TcpPeer peer) {
            PEERS.add(peer);
        }

        @Test
        void firstTest_hasAnInstance() {}

        @Test
        void secondTest_hasAnother() {}
    }

    static class WrongType {
        @StartPeer
        String peer = "";

        @Test
        void wrongFieldType_neverRuns() {}
    }

    static class Final {
        @StartPeer
        final TcpPeer peer = TcpPeer.refusing();

        @Test
        void finalField_neverRuns() {
            peer.close();
        }
    }

    static class WrongParameter {
        @Test
        void wrongParameterType_neverRuns(@StartPeer String peer) {}
    }
}
