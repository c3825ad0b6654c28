package io.halfshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cli.command.Interrupts.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShutdownHooksTest {
    private final CountDownLatch run = new CountDownLatch(1);

    @Test
    void action_waitsForASignal() {
        List<Thread> hooks = new ArrayList<>();
        Registration unused = new ShutdownHooks(new Launcher(null), hooks::add).onInterrupt(run::countDown);

        assertThat(hooks).singleElement().extracting(Thread::getState).isEqualTo(Thread.State.NEW);
        assertThat(run.getCount()).isEqualTo(1);
    }

    /** As the JVM refuses a hook once a signal has come. */
    @Test
    void actionThatComesAfterTheSignal_runsAtOnce() throws Exception {
        Registration registration = new ShutdownHooks(new Launcher(null), hook -> {
                    throw new IllegalStateException("Shutdown in progress");
                })
                .onInterrupt(run::countDown);

        assertThat(run.await(60, TimeUnit.SECONDS)).isTrue();
        registration.cancel();
    }
}
