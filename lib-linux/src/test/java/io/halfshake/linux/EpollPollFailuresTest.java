package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class EpollPollFailuresTest extends EpollLoopRig {
    private static List<String> logged(Runnable work) {
        List<String> lines = new ArrayList<>();
        long thread = Thread.currentThread().getId();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord log) {
                if (log.getLongThreadID() == thread) {
                    lines.add(log.getMessage() + ": " + log.getThrown().getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("io.halfshake");
        logger.addHandler(handler);
        try {
            work.run();
        } finally {
            logger.removeHandler(handler);
        }
        return lines;
    }

    @Test
    void pollInterruptedByASignal_isMadeAgain() {
        epoll.failPoll(Errno.EINTR);
        loop.schedule(task("timer"), 1);
        epoll.poll(() -> epoll.now = 2);

        List<String> logged = logged(loop);

        assertThat(epoll.log).startsWith("poll", "poll", "timer", "poll");
        assertThat(epoll.pauses).isZero();
        assertThat(logged).isEmpty();
    }

    @Test
    void pollThatKeepsFailing_neitherSpinsNorStopsTasks() {
        int failures = 100;
        loop.schedule(task("timer"), 1);
        loop.execute(task("task"));
        for (int i = 0; i < failures; i++) {
            epoll.failPoll(Errno.EBADF);
        }

        List<String> logged = logged(loop);

        assertThat(epoll.log).startsWith("poll", "task", "timer", "poll");
        assertThat(epoll.pauses).isEqualTo(failures);
        assertThat(logged).containsExactly("the event loop could not poll: epoll_wait(2) failed: EBADF (9)");
    }

    @Test
    void pollThatThrows_isMadeAgainAndLogged() {
        epoll.throwInPoll(new OutOfMemoryError("injected"));
        epoll.throwInPoll(new OutOfMemoryError("injected"));
        epoll.poll(() -> {});
        epoll.throwInPoll(new StackOverflowError("injected"));
        epoll.poll(() -> {});
        loop.schedule(task("timer"), 1);

        List<String> logged = logged(loop);

        assertThat(epoll.log).startsWith("poll", "timer", "poll", "poll");
        assertThat(epoll.pauses).isEqualTo(3);
        assertThat(logged).hasSize(2).allMatch(line -> line.equals("the event loop could not poll: injected"));
    }

    @Test
    void pollThatFailsForLongerThanAMinute_isLoggedAgain() {
        epoll.failPoll(Errno.EBADF);
        epoll.failPoll(Errno.EBADF, () -> epoll.now += TimeUnit.SECONDS.toNanos(59));
        epoll.failPoll(Errno.EBADF, () -> epoll.now += TimeUnit.SECONDS.toNanos(1));

        assertThat(logged(loop)).hasSize(2);
    }

    @Test
    void pause_isNotCutShortByAnInterrupt() {
        Thread.currentThread().interrupt();

        LoopClock.SYSTEM.pause(1);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
