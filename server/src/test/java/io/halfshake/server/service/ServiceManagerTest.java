package io.halfshake.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceManagerTest {
    private final RecordingSocket socket = new RecordingSocket();
    private final ServiceManager manager = socket.manager();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withoutTheVariable_nothingIsOpenedOrSent(boolean isEmpty) {
        Map<String, String> variables = new HashMap<>(Map.of("WATCHDOG_USEC", "1000000"));
        if (isEmpty) {
            variables.put("NOTIFY_SOCKET", "");
        }
        ServiceManager none = ServiceManager.of(variables, 1, name -> {
            throw new AssertionError(name + " was opened");
        });

        none.reloading();
        none.ready("working");
        none.status("working");
        none.alive();
        none.retry();
        none.stopping();

        assertThat(none.isPresent()).isFalse();
        assertThat(none.watchdogNanos()).isZero();
    }

    @Test
    void messages_areThoseOfTheManPage() {
        manager.ready("working");
        manager.alive();
        manager.reloading();
        manager.ready("working on");
        manager.stopping();

        assertThat(socket.take())
                .containsExactly(
                        "READY=1\nSTATUS=working",
                        "WATCHDOG=1",
                        "RELOADING=1\nMONOTONIC_USEC=42",
                        "READY=1\nSTATUS=working on",
                        "STOPPING=1\nSTATUS=stopping");
    }

    @Test
    void status_isSentWhenItIsAnotherOne() {
        manager.ready("one");
        manager.status("one");
        manager.status("two");
        manager.status("two");

        assertThat(socket.take()).containsExactly("READY=1\nSTATUS=one", "STATUS=two");
    }

    @Test
    void nothing_isSentAfterTheEnd() {
        manager.stopping();
        assertThat(socket.take()).hasSize(1);

        manager.ready("late");
        manager.reloading();
        manager.status("late");
        manager.alive();
        manager.stopping();

        assertThat(socket.take()).isEmpty();
    }

    @Test
    void readyThatWasNotSent_isSentLater() {
        socket.setBroken(true);
        manager.ready("one");
        manager.retry();
        manager.ready("two");
        assertThat(socket.attempts()).isEqualTo(3);
        socket.setBroken(false);

        manager.retry();
        manager.retry();

        assertThat(socket.take()).containsExactly("READY=1\nSTATUS=two");
    }

    @Test
    void readyOfBeforeAReload_isNotSentAfterIt() {
        socket.setBroken(true);
        manager.ready("one");
        socket.setBroken(false);
        manager.reloading();

        manager.retry();

        assertThat(socket.take()).containsExactly("RELOADING=1\nMONOTONIC_USEC=42");
    }

    @Test
    void otherMessagesThatWereNotSent_areNotSentLater() {
        manager.ready("one");
        socket.setBroken(true);
        manager.status("two");
        manager.alive();
        socket.setBroken(false);
        manager.retry();
        assertThat(socket.take()).containsExactly("READY=1\nSTATUS=one");

        manager.status("two");
        assertThat(socket.take()).containsExactly("STATUS=two");
    }

    @ParameterizedTest
    @CsvSource({
        "3000000, , 3000000",
        "3000000, 7, 3000000",
        "3000000, 8, 0",
        "0, , 0",
        "-1, , 0",
        "3s, , 0",
        ", , 0",
        ", 7, 0"
    })
    void watchdog_isThatOfThisProcess(@Nullable String micros, @Nullable String processId, long expectedMicros) {
        Map<String, String> variables = new HashMap<>();
        if (micros != null) {
            variables.put("WATCHDOG_USEC", micros);
        }
        if (processId != null) {
            variables.put("WATCHDOG_PID", processId);
        }
        assertThat(socket.manager(variables).watchdogNanos()).isEqualTo(TimeUnit.MICROSECONDS.toNanos(expectedMicros));
    }

    @Test
    void watchdogLongerThanALifetime_isNoOverflow() {
        ServiceManager patient = socket.manager(Map.of("WATCHDOG_USEC", Long.toString(Long.MAX_VALUE)));
        assertThat(patient.watchdogNanos()).isEqualTo(Long.MAX_VALUE);
    }
}
