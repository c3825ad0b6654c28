package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@RequiresLab
@Tag("own-loops")
class LabPausesIT {
    private static final long PAUSE_MILLIS = 300;

    private static void pause(Lab lab) throws InterruptedException {
        NetworkCommands.run("kill -STOP " + lab.pid());
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } finally {
            NetworkCommands.run("kill -CONT " + lab.pid());
        }
    }

    private static void failInSilence() {
        LabPauses.unlessSilent(() -> {
            throw new AssertionError("in a test");
        });
    }

    @Test
    void pauseOfTheLab_isReportedOnce() throws Exception {
        try (Lab lab = Lab.start()) {
            pause(lab);
            long gap = lab.longestGapNanos();

            assertThat(gap).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS / 2));
            assertThat(lab.longestGapNanos()).isNotEqualTo(gap);
        }
    }

    @Test
    void failureDuringAPause_isRepeated() throws Exception {
        try (Lab lab = Lab.start()) {
            AtomicInteger rounds = new AtomicInteger();
            LabPauses.repeat(() -> LabPauses.check(lab, () -> {
                if (rounds.incrementAndGet() < 3) {
                    pause(lab);
                    failInSilence();
                }
            }));

            assertThat(rounds).hasValue(3);
        }
    }

    @Test
    void failureDuringAPauseEachTime_isOne() throws Exception {
        try (Lab lab = Lab.start()) {
            AtomicInteger rounds = new AtomicInteger();

            assertThatThrownBy(() -> LabPauses.repeat(() -> LabPauses.check(lab, () -> {
                        rounds.incrementAndGet();
                        pause(lab);
                        failInSilence();
                    })))
                    .hasMessageStartingWith("the lab was paused for ")
                    .hasRootCauseMessage("in a test");
            assertThat(rounds).hasValue(5);
        }
    }

    /** A refusal, or an answer of a host that is dead. */
    @Test
    void failureThatSilenceDoesNotCause_isNotRepeatedWhateverThePause() throws Exception {
        try (Lab lab = Lab.start()) {
            AtomicInteger rounds = new AtomicInteger();

            assertThatThrownBy(() -> LabPauses.repeat(() -> LabPauses.check(lab, () -> {
                        rounds.incrementAndGet();
                        pause(lab);
                        throw new AssertionError("in a test");
                    })))
                    .hasMessage("in a test");
            assertThat(rounds).hasValue(1);
        }
    }

    @Test
    void failureWithoutAPause_isNotRepeated() throws Exception {
        try (Lab lab = Lab.start()) {
            AtomicInteger rounds = new AtomicInteger();
            boolean paused = true;
            // A busy machine may pause it all the same.
            for (int attempt = 0; paused && attempt < 20; attempt++) {
                rounds.set(0);
                assertThatThrownBy(() -> LabPauses.repeat(() -> LabPauses.check(lab, () -> {
                            rounds.incrementAndGet();
                            failInSilence();
                        })))
                        .isInstanceOf(AssertionError.class);
                paused = rounds.get() > 1;
            }
            assertThat(paused).isFalse();
        }
    }
}
