package io.halfshake.portable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrnoTest {

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
        "Protocol family unavailable, EAFNOSUPPORT"
    })
    void theTextOfTheCLibraryNamesTheError(String text, Errno errno) {
        assertThat(Errno.of(new SocketException(text))).isEqualTo(errno);
    }

    @Test
    void theTextWeighsMoreThanTheClass() {
        assertThat(Errno.of(new ConnectException("Connection timed out"))).isEqualTo(Errno.ETIMEDOUT);
        assertThat(Errno.of(new BindException("Permission denied"))).isEqualTo(Errno.EACCES);
        assertThat(Errno.of(new NoRouteToHostException("Network is unreachable")))
                .isEqualTo(Errno.ENETUNREACH);
    }

    @Test
    void inAnotherLanguageOnlyAClassThatStandsForOneErrorNamesIt() {
        assertThat(Errno.of(new ConnectException("Verbindungsaufbau abgelehnt")))
                .isEqualTo(Errno.ECONNREFUSED);
        assertThat(Errno.of(new NoRouteToHostException("Keine Route zum Zielrechner")))
                .isEqualTo(Errno.EHOSTUNREACH);
        assertThat(Errno.of(new BindException("Die angeforderte Adresse kann nicht zugewiesen werden")))
                .isNull();
        assertThat(Errno.of(new SocketException("Das Netzwerk ist nicht erreichbar")))
                .isNull();
    }

    @Test
    void withoutATextTheClassMustDo() {
        assertThat(Errno.of(new ConnectException())).isEqualTo(Errno.ECONNREFUSED);
        assertThat(Errno.of(new NoRouteToHostException())).isEqualTo(Errno.EHOSTUNREACH);
        assertThat(Errno.of(new SocketException())).isNull();
        assertThat(Errno.of(new IOException("Socket closed"))).isNull();
        assertThat(Errno.of(new IOException("not permitted: Operation not permitted")))
                .isNull();
    }
}
