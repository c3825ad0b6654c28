package io.halfshake.testing;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Signal;
import io.halfshake.Timing;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One line of a script: what is answered, and how long after the question. */
record FakeAnswer(long delayNanos, Outcome outcome) {
    static final String ENGINE = "fake";
    static final Outcome SILENCE = new Outcome.Silent(evidence(Signal.NONE, null));

    static final Outcome ANSWERED = new Outcome.Answered(0, evidence(Signal.SYN_ACK, null));
    static final Outcome REFUSED = new Outcome.Denied(DownReason.REFUSED, 0, evidence(Signal.RST, "ECONNREFUSED"));
    static final Outcome UNREACHABLE =
            new Outcome.Denied(DownReason.UNREACHABLE, 0, evidence(Signal.ICMP, "EHOSTUNREACH"));

    static Outcome failed(UnknownReason reason, @Nullable Throwable cause) {
        return new Outcome.Failed(Objects.requireNonNull(reason, "reason"), cause, evidence(Signal.LOCAL, null));
    }

    static Evidence evidence(Signal signal, @Nullable String errno) {
        boolean heard = signal != Signal.NONE && signal != Signal.LOCAL;
        Evidence evidence = Evidence.of(
                signal,
                ENGINE,
                signal == Signal.LOCAL ? 0 : 1,
                heard ? Evidence.Clock.USER_SPACE : Evidence.Clock.NONE);
        return errno == null ? evidence : evidence.withError("connect", errno);
    }

    /** This answer as a check with so long a timeout gets to see it. An answer at the very deadline still counts. */
    FakeAnswer within(long timeoutNanos) {
        boolean late = delayNanos > timeoutNanos || outcome instanceof Outcome.Silent;
        Outcome seen = outcome instanceof Outcome.Silent ? outcome : SILENCE;
        return late ? new FakeAnswer(timeoutNanos, seen) : this;
    }

    CheckResult result(String target, InetSocketAddress address, long elapsedNanos) {
        Evidence evidence = outcome.evidence();
        Timing silent = Timing.withoutRoundTrip(elapsedNanos);
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
