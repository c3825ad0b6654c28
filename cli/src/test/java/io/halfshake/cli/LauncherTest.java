package io.halfshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LauncherTest {
    @Test
    void onExitAfterTheScriptEnded_runsTheAction() throws Exception {
        Process script = new ProcessBuilder("true").start();
        script.waitFor();
        CountDownLatch ran = new CountDownLatch(1);

        new Launcher(script.pid()).onExit(ran::countDown);

        assertThat(ran.await(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void onExitWhileTheScriptRuns_waitsForItsEnd() throws Exception {
        Process script = new ProcessBuilder("sleep", "60").start();
        CountDownLatch ran = new CountDownLatch(1);
        try {
            new Launcher(script.pid()).onExit(ran::countDown);
            assertThat(ran.await(200, TimeUnit.MILLISECONDS)).isFalse();
        } finally {
            script.destroyForcibly();
        }

        assertThat(ran.await(1, TimeUnit.MINUTES)).isTrue();
    }
}
