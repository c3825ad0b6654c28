package io.halfshake.spring.boot;

import io.halfshake.Checker;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.Transition;
import io.halfshake.testing.FakeChecker;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Runs a context with the beans of the starter. */
final class TestApplication {
    static final int LIMIT_SECONDS = 60;

    final FakeChecker fake = FakeChecker.create();
    final BlockingQueue<Transition> transitions = new LinkedBlockingQueue<>();
    final ApplicationContextRunner withoutChecker =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HalfshakeAutoConfiguration.class));

    /** With the fake, and a listener. */
    final ApplicationContextRunner runner =
            withoutChecker.withBean(Checker.class, () -> fake).withBean(MonitorListener.class, () -> transitions::add);

    Transition nextTransition() {
        try {
            Transition next = transitions.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no transition for " + LIMIT_SECONDS + " s");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
