package io.halfshake.testing;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.Handshake;
import io.halfshake.Signal;
import io.halfshake.UnknownReason;
import java.time.Duration;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * AssertJ assertions about what a check found. Each returns this, and throws an {@link AssertionError} whose text holds
 * the finding and its evidence.
 */
@SuppressWarnings("exports") // A user of this has AssertJ; others do not need it.
public final class CheckResultAssert extends AbstractAssert<CheckResultAssert, @Nullable CheckResult> {
    CheckResultAssert(@Nullable CheckResult actual) {
        super(actual, CheckResultAssert.class);
    }

    /**
     * The target answered.
     *
     * @return this
     */
    public CheckResultAssert isUp() {
        CheckResult result = result();
        return require(result.isUp(), "state", state(result), "Up");
    }

    /**
     * The target surely did not answer, for whatever reason.
     *
     * @return this
     */
    public CheckResultAssert isDown() {
        CheckResult result = result();
        return require(result.isDown(), "state", state(result), "Down");
    }

    /**
     * The target is down for this reason.
     *
     * @param reason what came back
     * @return this
     */
    public CheckResultAssert isDownBecause(DownReason reason) {
        CheckResult result = result();
        boolean holds = result instanceof CheckResult.Down down && down.reason() == reason;
        return require(holds, "state", state(result), "Down " + reason);
    }

    /**
     * The host said that the port is closed.
     *
     * @return this
     */
    public CheckResultAssert isRefused() {
        return isDownBecause(DownReason.REFUSED);
    }

    /**
     * No answer came until the deadline.
     *
     * @return this
     */
    public CheckResultAssert hasTimedOut() {
        return isDownBecause(DownReason.TIMED_OUT);
    }

    /**
     * The network said that the target cannot be reached.
     *
     * @return this
     */
    public CheckResultAssert isUnreachable() {
        return isDownBecause(DownReason.UNREACHABLE);
    }

    /**
     * The check could not tell, for whatever reason.
     *
     * @return this
     */
    public CheckResultAssert isUnknown() {
        CheckResult result = result();
        return require(result.isUnknown(), "state", state(result), "Unknown");
    }

    /**
     * The check could not tell, for this reason.
     *
     * @param reason what was in the way
     * @return this
     */
    public CheckResultAssert isUnknownBecause(UnknownReason reason) {
        CheckResult result = result();
        boolean holds = result instanceof CheckResult.Unknown unknown && unknown.reason() == reason;
        return require(holds, "state", state(result), "Unknown " + reason);
    }

    /**
     * The finding is about this target.
     *
     * @param target host and port as the caller wrote them
     * @return this
     */
    public CheckResultAssert hasTarget(String target) {
        CheckResult result = result();
        return require(result.target().equals(target), "target", result.target(), target);
    }

    /**
     * This much of a handshake took place.
     *
     * @param handshake half or full
     * @return this
     */
    public CheckResultAssert hasHandshake(Handshake handshake) {
        Handshake found = result().evidence().handshake();
        return require(found == handshake, "handshake", found, handshake);
    }

    /**
     * The answer came from here.
     *
     * @param signal what the finding rests on
     * @return this
     */
    public CheckResultAssert answeredBy(Signal signal) {
        Signal found = result().evidence().signal();
        return require(found == signal, "signal", found, signal);
    }

    /**
     * So many SYNs went out.
     *
     * @param count the count, resends included
     * @return this
     */
    public CheckResultAssert hasSyns(int count) {
        int found = result().evidence().syns();
        return require(found == count, "syns", found, count);
    }

    /**
     * This engine asked.
     *
     * @param name the engine's name
     * @return this
     */
    public CheckResultAssert hasEngine(String name) {
        String found = result().evidence().engine();
        return require(found.equals(name), "engine", found, name);
    }

    /**
     * The system reported this error.
     *
     * @param name such as {@code ECONNREFUSED}
     * @return this
     */
    public CheckResultAssert hasErrno(String name) {
        String found = result().evidence().errno();
        return require(Objects.equals(found, name), "errno", found, name);
    }

    /**
     * There was an answer, and sooner than this.
     *
     * @param limit what the round trip must stay below
     * @return this
     */
    public CheckResultAssert hasRoundTripLessThan(Duration limit) {
        Duration found = result().roundTrip();
        boolean holds = found != null && found.compareTo(limit) < 0;
        return require(holds, "round trip", found, "< " + limit);
    }

    /**
     * No answer came, so there is no round trip.
     *
     * @return this
     */
    public CheckResultAssert hasNoRoundTrip() {
        Duration found = result().roundTrip();
        return require(found == null, "round trip", found, "none");
    }

    /**
     * The check took at least this long.
     *
     * @param least from the call to the result
     * @return this
     */
    public CheckResultAssert tookAtLeast(Duration least) {
        Duration found = result().elapsed();
        return require(found.compareTo(least) >= 0, "elapsed", found, ">= " + least);
    }

    /**
     * The check took less than this.
     *
     * @param limit from the call to the result
     * @return this
     */
    public CheckResultAssert tookLessThan(Duration limit) {
        Duration found = result().elapsed();
        return require(found.compareTo(limit) < 0, "elapsed", found, "< " + limit);
    }

    private CheckResult result() {
        isNotNull();
        return Objects.requireNonNull(actual);
    }

    private CheckResultAssert require(boolean holds, String name, @Nullable Object value, Object rule) {
        if (!holds) {
            CheckResult result = result();
            failWithMessage(
                    "%s: %s (expected %s)%n  result:   %s%n  evidence: %s%n  timing:   %s",
                    name, value, rule, result.describe(), result.evidence(), result.timing());
        }
        return this;
    }

    private static String state(CheckResult result) {
        if (result instanceof CheckResult.Down down) {
            return "Down " + down.reason();
        }
        return result instanceof CheckResult.Unknown unknown ? "Unknown " + unknown.reason() : "Up";
    }
}
