package io.halfshake.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrnoTest {
    private static final ErrorTexts NONE = FixedErrorTexts.none();
    private static final ErrorTexts GERMAN = FixedErrorTexts.german();

    @ParameterizedTest
    @CsvSource({
        "Connection refused, ECONNREFUSED",
        "Connection refused: connect, ECONNREFUSED",
        "Connection refused (Connection refused), ECONNREFUSED",
        "CONNECTION REFUSED, ECONNREFUSED",
        "Connection reset by peer, ECONNRESET",
        "Connection timed out, ETIMEDOUT",
        "Operation timed out, ETIMEDOUT",
        "No route to host, EHOSTUNREACH",
        "Network is unreachable, ENETUNREACH",
        "Host is down, EHOSTDOWN",
        "Machine is not on the network, ENONET",
        "Network is down, ENETDOWN",
        "No such device, ENODEV",
        "Protocol not available, ENOPROTOOPT",
        "Protocol error, EPROTO",
        "Invalid argument, EINVAL",
        "Permission denied, EACCES",
        "Operation not permitted, EPERM",
        "Cannot assign requested address, EADDRNOTAVAIL",
        "Can't assign requested address, EADDRNOTAVAIL",
        "Address already in use, EADDRINUSE",
        "Too many open files, EMFILE",
        "Too many open files in system, ENFILE",
        "No buffer space available, ENOBUFS",
        "Cannot allocate memory, ENOMEM",
        "Address family not supported by protocol, EAFNOSUPPORT",
        "Protocol family unavailable, EAFNOSUPPORT",
        "Unsupported address type, EAFNOSUPPORT"
    })
    void cLibraryText_namesTheError(String text, Errno errno) {
        assertThat(Errno.of(new SocketException(text), NONE)).isEqualTo(errno);
    }

    @Test
    void errorText_takesPrecedenceOverTheClass() {
        assertThat(Errno.of(new ConnectException("Connection timed out"), NONE)).isEqualTo(Errno.ETIMEDOUT);
        assertThat(Errno.of(new BindException("Permission denied"), NONE)).isEqualTo(Errno.EACCES);
        assertThat(Errno.of(new NoRouteToHostException("Network is unreachable"), NONE))
                .isEqualTo(Errno.ENETUNREACH);
    }

    @Test
    void unlearnedText_fallsBackToAClassOfOneError() {
        assertThat(Errno.of(new NoRouteToHostException("Keine Route zum Zielrechner"), NONE))
                .isEqualTo(Errno.EHOSTUNREACH);
        assertThat(Errno.of(new ProtocolException("Protokollfehler"), NONE)).isEqualTo(Errno.EPROTO);
        assertThat(Errno.of(new ConnectException("Verbindungsaufbau abgelehnt"), NONE))
                .isNull();
        assertThat(Errno.of(new BindException("Keine Berechtigung"), NONE)).isNull();
        assertThat(Errno.of(new SocketException("Das Netzwerk ist nicht erreichbar"), NONE))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "Verbindungsaufbau abgelehnt, ECONNREFUSED",
        "Verbindungsaufbau abgelehnt: /127.0.0.1:80, ECONNREFUSED",
        "Das Netzwerk ist nicht erreichbar, ENETUNREACH",
        "Keine Berechtigung, EACCES",
        "Das Argument ist ungültig, "
    })
    void learnedText_namesTheError(String text, @Nullable Errno errno) {
        assertThat(Errno.of(new SocketException(text), GERMAN)).isEqualTo(errno);
    }

    @Test
    void unlearnedText_isTheOtherErrorOfItsClass() {
        assertThat(Errno.of(new ConnectException("Die Wartezeit für die Verbindung ist abgelaufen"), GERMAN))
                .isEqualTo(Errno.ETIMEDOUT);
        assertThat(Errno.of(new BindException("Die angeforderte Adresse kann nicht zugewiesen werden"), GERMAN))
                .isEqualTo(Errno.EADDRNOTAVAIL);
    }

    @Test
    void missingText_fallsBackToAClassOfOneError() {
        assertThat(Errno.of(new ConnectException(), GERMAN)).isNull();
        assertThat(Errno.of(new BindException(), GERMAN)).isNull();
        assertThat(Errno.of(new NoRouteToHostException(), GERMAN)).isEqualTo(Errno.EHOSTUNREACH);
        assertThat(Errno.of(new SocketException(), GERMAN)).isNull();
        assertThat(Errno.of(new IOException("Socket closed"), GERMAN)).isNull();
        assertThat(Errno.of(new IOException("not permitted: Operation not permitted"), GERMAN))
                .isNull();
    }
}
