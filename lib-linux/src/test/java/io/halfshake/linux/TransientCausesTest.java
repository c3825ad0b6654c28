package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransientCausesTest {
    @ParameterizedTest
    @EnumSource(names = {"ENETUNREACH", "EADDRNOTAVAIL", "EMFILE", "ENFILE", "ENOMEM", "ENOBUFS", "ENOSPC"})
    void mayPass_trueForNetworkAndLimits(Errno errno) {
        assertThat(TransientCauses.mayPass(new SystemCallException("socket(2)", errno.number)))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"EPERM", "EACCES", "EAFNOSUPPORT", "EINVAL", "ENOPROTOOPT"})
    void mayPass_falseForWhatTheKernelForbidsOrLacks(Errno errno) {
        assertThat(TransientCauses.mayPass(new SystemCallException("socket(2)", errno.number)))
                .isFalse();
    }

    @Test
    void mayPass_falseForAnUnnamedErrno() {
        assertThat(TransientCauses.mayPass(new SystemCallException("socket(2)", 38)))
                .isFalse();
    }

    @Test
    void mayPass_trueForAMissingAnswer() {
        assertThat(TransientCauses.mayPass(new SocketTimeoutException("loopback: no answer")))
                .isTrue();
    }

    @Test
    void mayPass_falseForAMissingLibrary() {
        assertThat(TransientCauses.mayPass(new NoClassDefFoundError("com/sun/jna/Native")))
                .isFalse();
        assertThat(TransientCauses.mayPass(new IllegalStateException("Netty: older than 4.2")))
                .isFalse();
    }

    @Test
    void mayPass_followsTheNestedCause() {
        assertThat(TransientCauses.mayPass(
                        new IllegalStateException("epoll registration failed", new IOException("Too many open files"))))
                .isTrue();
        assertThat(TransientCauses.mayPass(new UnsatisfiedLinkError("no jnidispatch")
                        .initCause(new IOException("No space left on device"))))
                .isFalse();
    }
}
