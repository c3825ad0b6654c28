package io.halfshake.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Signal;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectFailuresTest {
    private static final long ELAPSED = 42_000;
    private static final ErrorTexts GERMAN = FixedErrorTexts.german();

    private static IOException error(String type, String text, String method) {
        IOException error = switch (type) {
            case "Connect" -> new ConnectException(text);
            case "Bind" -> new BindException(text);
            case "NoRoute" -> new NoRouteToHostException(text);
            case "Protocol" -> new ProtocolException(text);
            case "Socket" -> new SocketException(text);
            case "Timeout" -> new SocketTimeoutException(text);
            case "IO" -> new IOException(text);
            default -> throw new IllegalArgumentException("type: " + type + " (expected a known one)");
        };
        String declarer = switch (method) {
            case "read0" -> "sun.nio.ch.SocketDispatcher";
            case "throwConnectionReset" -> "sun.nio.ch.SocketChannelImpl";
            default -> "sun.nio.ch.Net";
        };
        error.setStackTrace(new StackTraceElement[] {
            new StackTraceElement(declarer, method, null, -2),
            new StackTraceElement("sun.nio.ch.NioSocketImpl", "connect", "NioSocketImpl.java", 592)
        });
        return error;
    }

    private static String inWords(Outcome outcome) {
        Evidence evidence = outcome.evidence();
        assertThat(evidence.engine()).isEqualTo("connect");
        assertThat(evidence.icmp()).isNull();
        assertThat(evidence.systemCall()).isEqualTo(evidence.errno() == null ? null : "connect");
        String found = switch (outcome.getClass().getSimpleName()) {
            case "Denied" -> "down " + ((Outcome.Denied) outcome).reason();
            case "Failed" -> "unknown " + ((Outcome.Failed) outcome).reason();
            default -> outcome.getClass().getSimpleName();
        };
        boolean unclear = found.equals("unknown LOCAL_FAILURE") && evidence.errno() == null && evidence.syns() > 0;
        assertThat(evidence.handshake())
                .isEqualTo(outcome instanceof Outcome.Answered || unclear ? Handshake.FULL : Handshake.HALF);
        return found + " " + evidence.signal() + " " + evidence.errno() + " " + evidence.syns();
    }

    private static String verdict(String type, String text, String method, boolean sent) {
        return inWords(ConnectFailures.classify("connect", error(type, text, method), sent, ELAPSED, GERMAN));
    }

    @ParameterizedTest
    @CsvSource({
        "Connect, Connection refused, down REFUSED RST ECONNREFUSED 1",
        "Socket, Connection reset by peer, Answered SYN_ACK ECONNRESET 1",
        "NoRoute, No route to host, down UNREACHABLE ICMP EHOSTUNREACH 1",
        "Socket, Network is unreachable, down UNREACHABLE ICMP ENETUNREACH 1",
        "Socket, Protocol not available, down UNREACHABLE ICMP ENOPROTOOPT 1",
        "Protocol, Protocol error, down UNREACHABLE ICMP EPROTO 1",
        "Protocol, Protokollfehler, down UNREACHABLE ICMP EPROTO 1",
        "Socket, Host is down, down UNREACHABLE ICMP EHOSTDOWN 1",
        "Socket, Machine is not on the network, down UNREACHABLE ICMP ENONET 1",
        "Bind, Permission denied, down UNREACHABLE ICMP EACCES 1",
        "Connect, Connection timed out, down TIMED_OUT NONE ETIMEDOUT 1",
        "Bind, Cannot assign requested address, unknown NO_LOCAL_PORT LOCAL EADDRNOTAVAIL 1",
        "Socket, Network is down, unknown NO_ROUTE LOCAL ENETDOWN 1",
        "Socket, No buffer space available, unknown LOCAL_FAILURE LOCAL ENOBUFS 1",
        "Socket, Socket closed, unknown LOCAL_FAILURE LOCAL null 1",
        "Connect, Verbindungsaufbau abgelehnt, down REFUSED RST ECONNREFUSED 1",
        "NoRoute, Keine Route zum Zielrechner, down UNREACHABLE ICMP EHOSTUNREACH 1",
        "Connect, Die Wartezeit für die Verbindung ist abgelaufen, down TIMED_OUT NONE ETIMEDOUT 1",
        "Socket, Das Netzwerk ist nicht erreichbar, down UNREACHABLE ICMP ENETUNREACH 1",
        "Bind, Keine Berechtigung, down UNREACHABLE ICMP EACCES 1",
        "Socket, Das Protokoll ist nicht verfügbar, unknown LOCAL_FAILURE LOCAL null 1"
    })
    void errorReportedLater_isAttributedToTheNetwork(String type, String text, String verdict) {
        assertThat(verdict(type, text, "pollConnect", true)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "IO, Connection refused, down REFUSED RST ECONNREFUSED 1",
        "IO, No route to host, down UNREACHABLE ICMP EHOSTUNREACH 1",
        "IO, Protocol not available, down UNREACHABLE ICMP ENOPROTOOPT 1",
        "Socket, Connection reset, Answered SYN_ACK ECONNRESET 1"
    })
    void errorFoundByARead_isAttributedToTheNetwork(String type, String text, String verdict) {
        assertThat(verdict(type, text, "read0", true)).isEqualTo(verdict);
        assertThat(verdict(type, text, "throwConnectionReset", true)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "Connect, Connection refused, down REFUSED RST ECONNREFUSED 1",
        "NoRoute, No route to host, unknown NO_ROUTE LOCAL EHOSTUNREACH 0",
        "Socket, Network is unreachable, unknown NO_ROUTE LOCAL ENETUNREACH 0",
        "Socket, Network is down, unknown NO_ROUTE LOCAL ENETDOWN 0",
        "Socket, Invalid argument, unknown NO_ROUTE LOCAL EINVAL 0",
        "Socket, Address family not supported by protocol, unknown NO_ROUTE LOCAL EAFNOSUPPORT 0",
        "Socket, Protocol family unavailable, unknown NO_ROUTE LOCAL EAFNOSUPPORT 0",
        "Bind, Permission denied, unknown NOT_PERMITTED LOCAL EACCES 0",
        "Socket, Operation not permitted, unknown NOT_PERMITTED LOCAL EPERM 0",
        "Bind, Cannot assign requested address, unknown NO_LOCAL_PORT LOCAL EADDRNOTAVAIL 0",
        "Bind, Address already in use, unknown NO_LOCAL_PORT LOCAL EADDRINUSE 0",
        "Socket, Too many open files, unknown NO_DESCRIPTORS LOCAL EMFILE 0",
        "Socket, Too many open files in system, unknown NO_DESCRIPTORS LOCAL ENFILE 0",
        "Socket, No buffer space available, unknown LOCAL_FAILURE LOCAL ENOBUFS 0",
        "Socket, Cannot allocate memory, unknown LOCAL_FAILURE LOCAL ENOMEM 0",
        "Connect, Connection timed out, unknown LOCAL_FAILURE LOCAL ETIMEDOUT 0",
        "Socket, Protocol not available, unknown LOCAL_FAILURE LOCAL ENOPROTOOPT 0",
        "Socket, Socket closed, unknown LOCAL_FAILURE LOCAL null 0",
        "IO, Something else, unknown LOCAL_FAILURE LOCAL null 0",
        "Connect, Verbindungsaufbau abgelehnt, down REFUSED RST ECONNREFUSED 1",
        "NoRoute, Keine Route zum Zielrechner, unknown NO_ROUTE LOCAL EHOSTUNREACH 0",
        "Socket, Das Netzwerk ist nicht erreichbar, unknown NO_ROUTE LOCAL ENETUNREACH 0",
        "Socket, No such device, unknown NO_ROUTE LOCAL ENODEV 0",
        "Socket, Unsupported address type, unknown NO_ROUTE LOCAL EAFNOSUPPORT 0",
        "Bind, Keine Berechtigung, unknown NOT_PERMITTED LOCAL EACCES 0",
        "Bind, Die angeforderte Adresse kann nicht zugewiesen werden, unknown NO_LOCAL_PORT LOCAL EADDRNOTAVAIL 0",
        "Connect, Die Wartezeit für die Verbindung ist abgelaufen, unknown LOCAL_FAILURE LOCAL ETIMEDOUT 0",
        "Socket, Das Argument ist ungültig, unknown LOCAL_FAILURE LOCAL null 0"
    })
    void immediateError_isAttributedToThisHost(String type, String text, String verdict) {
        assertThat(verdict(type, text, "connect0", true)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "Socket, Too many open files, unknown NO_DESCRIPTORS LOCAL EMFILE 0",
        "Socket, Zu viele offene Dateien, unknown NO_DESCRIPTORS LOCAL EMFILE 0",
        "NoRoute, No route to host, unknown NO_ROUTE LOCAL EHOSTUNREACH 0",
        "Bind, Permission denied, unknown NOT_PERMITTED LOCAL EACCES 0"
    })
    void errorBeforeASyn_isAttributedToThisHost(String type, String text, String verdict) {
        assertThat(verdict(type, text, "pollConnect", false)).isEqualTo(verdict);
    }

    @Test
    void silence_isAStallOnlyBeforeASynWasSent() {
        assertThat(verdict("Timeout", "Connect timed out", "pollConnect", true)).isEqualTo("Silent NONE null 1");
        assertThat(verdict("Timeout", "Connect timed out", "connect", false)).isEqualTo("unknown STALLED LOCAL null 0");
    }

    @ParameterizedTest
    @CsvSource({
        "Socket, Network is unreachable, unknown NO_ROUTE LOCAL ENETUNREACH 1",
        "NoRoute, No route to host, unknown NO_ROUTE LOCAL EHOSTUNREACH 1",
        "Socket, Network is down, unknown NO_ROUTE LOCAL ENETDOWN 1",
        "Socket, Invalid argument, unknown NO_ROUTE LOCAL EINVAL 1",
        "Bind, Cannot assign requested address, unknown NO_ROUTE LOCAL EADDRNOTAVAIL 1",
        "Bind, Permission denied, unknown NOT_PERMITTED LOCAL EACCES 1",
        "Bind, Keine Berechtigung, unknown NOT_PERMITTED LOCAL EACCES 1",
        "Socket, Operation not permitted, unknown NOT_PERMITTED LOCAL EPERM 1",
        "Socket, No buffer space available, Silent NONE null 1",
        "Socket, Too many open files, Silent NONE null 1",
        "Socket, Das Netzwerk ist nicht erreichbar, unknown NO_ROUTE LOCAL ENETUNREACH 1",
        "Socket, Das Argument ist ungültig, unknown NO_ROUTE LOCAL null 1"
    })
    void lostRoute_excusesSilence(String type, String text, String verdict) {
        Outcome silent = ConnectFailures.classify("connect", error("Timeout", "", ""), true, ELAPSED, GERMAN);

        assertThat(inWords(ConnectFailures.gone(error(type, text, "connect0"), silent, GERMAN)))
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "Connect, Verbindungsaufbau abgelehnt",
        "Connect, Die Wartezeit für die Verbindung ist abgelaufen",
        "Socket, Das Netzwerk ist nicht erreichbar",
        "Bind, Keine Berechtigung"
    })
    void unlearnedErrorText_isNotGuessed(String type, String text) {
        ErrorTexts none = FixedErrorTexts.none();

        assertThat(inWords(ConnectFailures.classify("connect", error(type, text, "pollConnect"), true, ELAPSED, none)))
                .isEqualTo("unknown LOCAL_FAILURE LOCAL null 1");
        assertThat(inWords(ConnectFailures.classify("connect", error(type, text, "connect0"), true, ELAPSED, none)))
                .isEqualTo("unknown LOCAL_FAILURE LOCAL null 0");
    }

    @Test
    void missingPortForAnUnusableAddress_reportsNoRoute() {
        IOException noAddress = error("Bind", "Cannot assign requested address", "connect0");
        Outcome found = ConnectFailures.classify("connect", noAddress, true, ELAPSED, GERMAN);

        assertThat(inWords(ConnectFailures.gone(noAddress, found, GERMAN)))
                .isEqualTo("unknown NO_ROUTE LOCAL EADDRNOTAVAIL 0");
    }

    @Test
    void exceptionWithoutAStackTrace_isAttributedToThisHost() {
        NoRouteToHostException bare = new NoRouteToHostException("No route to host");
        bare.setStackTrace(new StackTraceElement[0]);

        assertThat(inWords(ConnectFailures.classify("connect", bare, true, ELAPSED, GERMAN)))
                .isEqualTo("unknown NO_ROUTE LOCAL EHOSTUNREACH 0");
    }

    @Test
    void sameMethodNameInAnotherClass_provesNothing() {
        NoRouteToHostException other = new NoRouteToHostException("No route to host");
        other.setStackTrace(
                new StackTraceElement[] {new StackTraceElement("com.example.Net", "pollConnect", "Net.java", 1)});

        assertThat(inWords(ConnectFailures.classify("connect", other, true, ELAPSED, GERMAN)))
                .isEqualTo("unknown NO_ROUTE LOCAL EHOSTUNREACH 0");
    }

    @Test
    void nonNetworkError_isALocalFailureWithItsCause() {
        Throwable broken = new IllegalStateException("broken");

        assertThat(ConnectFailures.classify("connect", broken, true, ELAPSED, GERMAN))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                    assertThat(failed.reason()).isEqualTo(UnknownReason.LOCAL_FAILURE);
                    assertThat(failed.cause()).isSameAs(broken);
                    assertThat(failed.evidence().signal()).isEqualTo(Signal.LOCAL);
                });
        assertThat(ConnectFailures.noThread("connect", new RejectedExecutionException("full")))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                    assertThat(failed.reason()).isEqualTo(UnknownReason.LOCAL_FAILURE);
                    assertThat(failed.cause()).hasMessage("full");
                });
    }

    @Test
    void roundTrip_isGivenForAnAnswerButNotForSilence() {
        Outcome refused = ConnectFailures.classify(
                "connect", error("Connect", "Connection refused", "pollConnect"), true, ELAPSED, GERMAN);
        assertThat(((Outcome.Denied) refused).roundTripNanos()).isEqualTo(ELAPSED);
        assertThat(refused.evidence().clock()).isEqualTo(Evidence.Clock.USER_SPACE);

        Outcome timedOut = ConnectFailures.classify(
                "connect", error("Connect", "Connection timed out", "pollConnect"), true, ELAPSED, GERMAN);
        assertThat(((Outcome.Denied) timedOut).roundTripNanos()).isEqualTo(-1);
        assertThat(timedOut.evidence().clock()).isEqualTo(Evidence.Clock.NONE);
    }
}
