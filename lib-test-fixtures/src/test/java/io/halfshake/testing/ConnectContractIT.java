package io.halfshake.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import io.halfshake.Handshake;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ConnectContractIT extends CheckerContract {
    @Override
    protected CheckerBuilder builder() {
        return Checker.builder().engine("connect");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere the JDK cannot hold the last ACK back")
    @DisplayName("is half open on Linux, so that the rules about it are really asked")
    void connectEngine_isHalfOpenOnLinux() {
        try (Checker checker = builder().build()) {
            assertThat(checker.engine().handshake()).isEqualTo(Handshake.HALF);
        }
    }
}
