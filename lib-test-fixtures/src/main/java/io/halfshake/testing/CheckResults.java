package io.halfshake.testing;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Results without a check, for stubs and mocks, and for tests of code that is given a result.
 *
 * <pre>{@code
 * when(checker.checkAddr(eq("db:5432"), any())).thenReturn(CheckResults.refused("db:5432"));
 * }</pre>
 *
 * <p>They are those of a {@link FakeChecker}, which is the simpler choice for code that makes checks: with evidence of
 * a half handshake by the engine {@code fake}, and the address of a literal, or 192.0.2.1 for a name. All methods throw
 * {@link IllegalArgumentException} for a text that is no target as {@link io.halfshake.Target#parse} reads it, and for
 * a duration outside the range that they name.
 */
public final class CheckResults {
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(1);

    private CheckResults() {}

    /**
     * Up, with a round trip of zero.
     *
     * @param target such as {@code db:5432}
     * @return the result
     */
    public static CheckResult.Up up(String target) {
        return up(target, Duration.ZERO);
    }

    /**
     * Up.
     *
     * @param target such as {@code db:5432}
     * @param roundTrip zero or more
     * @return the result
     */
    public static CheckResult.Up up(String target, Duration roundTrip) {
        long nanos = Nanos.notNegative("roundTrip", roundTrip);
        return (CheckResult.Up) result(target, nanos, FakeAnswer.ANSWERED);
    }

    /**
     * Down with {@link DownReason#REFUSED}: the port is closed, and the host refuses.
     *
     * @param target such as {@code db:5432}
     * @return the result
     */
    public static CheckResult.Down refused(String target) {
        return (CheckResult.Down) result(target, 0, FakeAnswer.REFUSED);
    }

    /**
     * Down with {@link DownReason#TIMED_OUT}, after a second.
     *
     * @param target such as {@code db:5432}
     * @return the result
     */
    public static CheckResult.Down timedOut(String target) {
        return timedOut(target, USUAL_TIMEOUT);
    }

    /**
     * Down with {@link DownReason#TIMED_OUT}.
     *
     * @param target such as {@code db:5432}
     * @param timeout the timeout of the check, which has passed; more than zero
     * @return the result
     */
    public static CheckResult.Down timedOut(String target, Duration timeout) {
        long nanos = Nanos.positive("timeout", timeout);
        return (CheckResult.Down) result(target, nanos, FakeAnswer.SILENCE);
    }

    /**
     * Down with {@link DownReason#UNREACHABLE}: a router reports that the host is unreachable.
     *
     * @param target such as {@code db:5432}
     * @return the result
     */
    public static CheckResult.Down unreachable(String target) {
        return (CheckResult.Down) result(target, 0, FakeAnswer.UNREACHABLE);
    }

    /**
     * Unknown, without a cause.
     *
     * @param target such as {@code db:5432}
     * @param reason why nothing was learned
     * @return the result
     */
    public static CheckResult.Unknown unknown(String target, UnknownReason reason) {
        return unknown(target, reason, null);
    }

    /**
     * Unknown.
     *
     * @param target such as {@code db:5432}
     * @param reason why nothing was learned
     * @param cause what failed; null where the reason says all
     * @return the result; without an address where the name was not resolved
     */
    public static CheckResult.Unknown unknown(String target, UnknownReason reason, @Nullable Throwable cause) {
        return (CheckResult.Unknown) result(target, 0, FakeAnswer.failed(reason, cause));
    }

    private static CheckResult result(String target, long elapsedNanos, Outcome outcome) {
        FakeTarget parsed = FakeTarget.of(target);
        return new FakeAnswer(elapsedNanos, outcome).result(parsed.text(), parsed.address(), elapsedNanos);
    }
}
