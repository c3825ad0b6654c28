package io.halfshake.testing;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Speaker;
import io.halfshake.Timing;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** One line of a script: what is answered, and how long after the question. */
record FakeAnswer(long delayNanos, Outcome outcome) {
    static final String ENGINE = "fake";
    static final Outcome SILENCE = new Outcome.Silent(evidence(Speaker.NOBODY, null));

    static Evidence evidence(Speaker speaker, @Nullable String errno) {
        boolean heard = speaker != Speaker.NOBODY && speaker != Speaker.THIS_HOST;
        return new Evidence(
                speaker,
                null,
                errno == null ? null : "connect",
                errno,
                speaker == Speaker.THIS_HOST ? 0 : 1,
                ENGINE,
                Handshake.HALF,
                heard ? Evidence.Clock.USER_SPACE : Evidence.Clock.NONE);
    }

    /** This answer as a check with so long a timeout gets to see it. An answer at the very deadline still counts. */
    FakeAnswer within(long timeoutNanos) {
        boolean late = delayNanos > timeoutNanos || outcome instanceof Outcome.Silent;
        Outcome seen = outcome instanceof Outcome.Silent ? outcome : SILENCE;
        return late ? new FakeAnswer(timeoutNanos, seen) : this;
    }

    CheckResult result(String target, InetSocketAddress address, long elapsedNanos) {
        Evidence evidence = outcome.evidence();
        Timing silent = new Timing(elapsedNanos, 0, 0, Timing.NO_ROUND_TRIP);
        Timing answered = new Timing(elapsedNanos, 0, 0, delayNanos);
        if (outcome instanceof Outcome.Answered) {
            return new CheckResult.Up(target, address, answered, evidence);
        }
        if (outcome instanceof Outcome.Denied denied) {
            Timing timing = denied.roundTripNanos() < 0 ? silent : answered;
            return new CheckResult.Down(target, address, denied.reason(), timing, evidence);
        }
        if (outcome instanceof Outcome.Failed failed) {
            InetSocketAddress known = failed.reason() == UnknownReason.UNRESOLVED ? null : address;
            return new CheckResult.Unknown(target, known, failed.reason(), failed.cause(), silent, evidence);
        }
        return new CheckResult.Down(target, address, DownReason.TIMED_OUT, silent, evidence);
    }
}
