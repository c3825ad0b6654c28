package io.halfshake.testing;

import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The answers of one target of a {@link FakeChecker}, one for each check, in the order in which they are written here.
 * The last answer repeats.
 *
 * <p>Delays pass on the checker's {@link FakeChecker#time() virtual time}. An answer whose delay is longer than the
 * check's timeout becomes Down with {@link DownReason#TIMED_OUT}, at the timeout.
 *
 * <p>Safe for use by many threads; answers may be added while checks go on.
 */
public final class FakeScript {
    private final ReentrantLock lock = new ReentrantLock();
    private final String target;
    private final List<FakeAnswer> answers;
    private int given;
    private long delayNanos;

    FakeScript(String target) {
        this(target, List.of());
    }

    private FakeScript(String target, List<FakeAnswer> answers) {
        this.target = target;
        this.answers = new ArrayList<>(answers);
    }

    /** A script with the same answers, none of which has been given. */
    FakeScript restarted(String forTarget) {
        lock.lock();
        try {
            return new FakeScript(forTarget, answers);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next answer comes this much later. Written twice, the delays add up.
     *
     * @param delay zero or more, from the check to the answer; it is the answer's round trip
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public FakeScript after(Duration delay) {
        long nanos = Nanos.notNegative("delay", delay);
        lock.lock();
        try {
            delayNanos = Nanos.sum(delayNanos, nanos);
            return this;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Up, at once unless {@link #after} says otherwise.
     *
     * @return this
     */
    public FakeScript up() {
        return answer(FakeAnswer.ANSWERED);
    }

    /**
     * Up after a round trip: the same as {@code after(roundTrip).up()}.
     *
     * @param roundTrip zero or more
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public FakeScript up(Duration roundTrip) {
        return after(roundTrip).up();
    }

    /**
     * Down: the port is closed, and the host refuses.
     *
     * @return this
     */
    public FakeScript refused() {
        return answer(FakeAnswer.REFUSED);
    }

    /**
     * Down: no answer until the timeout.
     *
     * @return this
     */
    public FakeScript timesOut() {
        return answer(FakeAnswer.SILENCE);
    }

    /**
     * Down: a router reports that the host is unreachable.
     *
     * @return this
     */
    public FakeScript unreachable() {
        return answer(FakeAnswer.UNREACHABLE);
    }

    /**
     * Unknown, for this reason and without a cause.
     *
     * @param reason why nothing was learned
     * @return this
     */
    public FakeScript unknown(UnknownReason reason) {
        return unknown(reason, null);
    }

    /**
     * Unknown, for this reason.
     *
     * @param reason why nothing was learned
     * @param cause what failed; null where the reason says all
     * @return this
     */
    public FakeScript unknown(UnknownReason reason, @Nullable Throwable cause) {
        return answer(FakeAnswer.failed(reason, cause));
    }

    /**
     * Anything an engine may report, with evidence of one's own. A round trip in it gives way to the delay.
     *
     * @param outcome what the engine would have said
     * @return this
     */
    public FakeScript answer(Outcome outcome) {
        Objects.requireNonNull(outcome, "outcome");
        lock.lock();
        try {
            answers.add(new FakeAnswer(delayNanos, outcome));
            delayNanos = 0;
            return this;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives the last answer written so far several times in a row.
     *
     * @param count how often in all, 1 or more
     * @return this
     * @throws IllegalArgumentException if the count is less than 1
     * @throws IllegalStateException if there is no answer yet
     */
    public FakeScript times(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count: " + count + " (expected >= 1)");
        }
        lock.lock();
        try {
            requireAnswers();
            FakeAnswer last = answers.get(answers.size() - 1);
            for (int i = 1; i < count; i++) {
                answers.add(last);
            }
            return this;
        } finally {
            lock.unlock();
        }
    }

    FakeAnswer next() {
        lock.lock();
        try {
            requireAnswers();
            given = Math.min(given + 1, answers.size());
            return answers.get(given - 1);
        } finally {
            lock.unlock();
        }
    }

    private void requireAnswers() {
        if (answers.isEmpty()) {
            throw new IllegalStateException("script of " + target + ": no answer (expected at least one)");
        }
    }
}
