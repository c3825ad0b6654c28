package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EpollRegistrationsTest extends EpollLoopRig {
    @Test
    void lateEvent_isNotTakenForTheNextInItsPlace() {
        EpollRegistration[] second = new EpollRegistration[1];
        register(A, handler -> {
            second[0].cancel();
            second[0].cancel();
            register(12);
        });
        second[0] = register(B);
        epoll.poll(() -> {}, A, B);
        epoll.poll(() -> {}, 12, B, FakeEpoll.EVENT_FD);

        loop.run();

        assertThat(epoll.log).containsExactly("poll", "event 10", "poll", "event 12", "poll", "close 10", "close 12");
    }

    @Test
    void lateEvent_isDropped() {
        EpollRegistration[] second = new EpollRegistration[1];
        register(A, handler -> second[0].cancel());
        second[0] = register(B);
        epoll.poll(() -> {}, A, B);

        loop.run();

        assertThat(epoll.log).containsExactly("poll", "event 10", "poll", "close 10");
    }

    @Test
    void places_areReusedWithAnotherNumber() {
        Set<Long> seen = new HashSet<>();
        Set<Integer> places = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            register(A).cancel();
            seen.add(epoll.data(A));
            places.add((int) epoll.data(A));
        }
        assertThat(seen).hasSize(1_000);
        assertThat(places).hasSize(1);
    }

    @Test
    void manyRegistrations_haveEachTheirOwnEvents() {
        List<EpollRegistration> registrations = new ArrayList<>();
        for (int descriptor = 100; descriptor < 400; descriptor++) {
            registrations.add(register(descriptor));
        }
        for (int i = 0; i < registrations.size(); i += 2) {
            registrations.get(i).cancel();
        }
        for (int descriptor = 400; descriptor < 600; descriptor++) {
            register(descriptor);
        }
        epoll.poll(() -> {}, 100, 101, 399, 400, 599, 398);

        loop.run();

        assertThat(epoll.log).startsWith("poll", "event 101", "event 399", "event 400", "event 599", "poll");
        assertThat(epoll.log.stream().filter(line -> line.startsWith("close "))).hasSize(350);
    }

    @Test
    void failedRegistration_saysWhyAndLeavesNoTrace() {
        epoll.resultOfControl = -Errno.ENOMEM.number;
        assertThatThrownBy(() -> register(A)).hasMessage("epoll_ctl(2) failed: ENOMEM (12)");
        epoll.resultOfControl = 0;
        register(B);
        epoll.poll(() -> {}, A, B);

        loop.run();

        assertThat(epoll.log).containsExactly("poll", "event 11", "poll", "close 11");
    }
}
