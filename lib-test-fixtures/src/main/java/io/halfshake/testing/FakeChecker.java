package io.halfshake.testing;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.CheckerStats;
import io.halfshake.EngineReport;
import io.halfshake.Handshake;
import io.halfshake.UnknownReason;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Checker} without a network: it answers what it was told to, and records its checks.
 *
 * <pre>{@code
 * FakeChecker fake = FakeChecker.create();
 * fake.on("db:5432").up(Duration.ofMillis(2)).refused(); // up once, then refused on every check
 * fake.otherwise().timesOut();
 *
 * fake.checkAddr("db:5432", Duration.ofSeconds(1)); // Up; two milliseconds of virtual time have passed
 * }</pre>
 *
 * <h2>Behaviour</h2>
 *
 * Arguments are checked as by the real one. A target without a script is the test's mistake and throws
 * {@link IllegalStateException}, unless {@link #otherwise()} says what to answer. A literal address finds its script
 * however it is written, a resolved {@link InetSocketAddress} also under its name. A name is never resolved; its
 * results carry the address 192.0.2.1.
 *
 * <p>Time is {@linkplain #time() virtual}, and no thread ever waits in real time: a delayed answer arrives when the
 * clock is advanced. The blocking methods advance it themselves, to the moment of their answer. The future of a delayed
 * answer, by contrast, stays incomplete until the clock is advanced, and so do {@code timesOut()} and
 * {@code up(roundTrip)}: do not {@code join} it before.
 *
 * <h2>Threading</h2>
 *
 * All methods may be called by any thread. A future completes, and its callbacks run, on the thread that advances the
 * clock, cancels or closes; an answer without delay is there when the call returns.
 *
 * <h2>Lifecycle</h2>
 *
 * {@link #close()} ends running checks as Unknown with {@link UnknownReason#CHECKER_CLOSED}. The recorded checks and
 * counters can still be read afterwards.
 */
public final class FakeChecker implements Checker {
    private static final EngineReport REPORT =
            new EngineReport(FakeAnswer.ENGINE, Handshake.HALF, 1_000, List.of(), false, null);

    private final ReentrantLock lock = new ReentrantLock();
    private final ManualTime time;
    private final Map<String, FakeScript> scripts = new HashMap<>();
    private @Nullable FakeScript otherwise;
    private final List<RecordedCheck> asked = new ArrayList<>();
    private final List<RecordedCheck> cancelled = new ArrayList<>();
    private final Set<FakeCheck> running = new LinkedHashSet<>();
    private long up;
    private long down;
    private long unknown;
    private boolean closed;

    private FakeChecker(ManualTime time) {
        this.time = time;
    }

    /**
     * A fake with a clock of its own.
     *
     * @return a new fake that knows no target
     */
    public static FakeChecker create() {
        return create(ManualTime.create());
    }

    /**
     * A fake on a clock that it shares with others.
     *
     * @param time the clock
     * @return a new fake that knows no target
     */
    public static FakeChecker create(ManualTime time) {
        return new FakeChecker(Objects.requireNonNull(time, "time"));
    }

    /**
     * Begins a target's script anew: answers of an earlier script of this target are forgotten.
     *
     * @param target as {@link io.halfshake.Target#parse} reads it
     * @return an empty script
     * @throws IllegalArgumentException if the text is no target
     */
    public FakeScript on(String target) {
        String key = FakeTarget.of(target).key();
        FakeScript script = new FakeScript(key);
        lock.lock();
        try {
            scripts.put(key, script);
            return script;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What targets without a script answer. Each of them goes through these answers on its own.
     *
     * @return an empty script
     */
    public FakeScript otherwise() {
        FakeScript script = new FakeScript("every other target");
        lock.lock();
        try {
            otherwise = script;
            return script;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The clock that delays and timeouts pass on.
     *
     * @return the same for the fake's whole life
     */
    public ManualTime time() {
        return time;
    }

    /**
     * What was asked, in order.
     *
     * @return a copy
     */
    public List<RecordedCheck> recordedChecks() {
        lock.lock();
        try {
            return List.copyOf(asked);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Which checks were cancelled, or completed from outside, in that order.
     *
     * @return a copy
     */
    public List<RecordedCheck> cancelled() {
        lock.lock();
        try {
            return List.copyOf(cancelled);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CheckResult check(InetSocketAddress address, Duration timeout) {
        return await(start(FakeTarget.of(Objects.requireNonNull(address, "address")), timeout));
    }

    @Override
    public CompletableFuture<CheckResult> checkAsync(InetSocketAddress address, Duration timeout) {
        return start(FakeTarget.of(Objects.requireNonNull(address, "address")), timeout);
    }

    @Override
    public CheckResult checkAddr(String target, Duration timeout) {
        return await(start(FakeTarget.of(target), timeout));
    }

    @Override
    public CompletableFuture<CheckResult> checkAddrAsync(String target, Duration timeout) {
        return start(FakeTarget.of(target), timeout);
    }

    @Override
    public void checkAll(Iterator<String> targets, Duration timeout, Consumer<? super CheckResult> onResult) {
        Objects.requireNonNull(targets, "targets");
        Objects.requireNonNull(onResult, "onResult");
        long unused = Nanos.positive("timeout", timeout);
        requireOpen();
        new FakeBatch(this, timeout, onResult, REPORT.maxInFlight()).run(targets);
    }

    @Override
    public EngineReport engine() {
        return REPORT;
    }

    @Override
    public CheckerStats stats() {
        lock.lock();
        try {
            return new CheckerStats(up, down, unknown, cancelled.size(), 0, 0, 0, running.size(), 0);
        } finally {
            lock.unlock();
        }
    }

    /** Such as {@code FakeChecker[fake, half handshake, 3 of 1000 checks in flight, open]}. */
    @Override
    public String toString() {
        lock.lock();
        try {
            return "FakeChecker[" + REPORT.name() + ", half handshake, " + running.size() + " of "
                    + REPORT.maxInFlight() + " checks in flight, " + (closed ? "closed]" : "open]");
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        List<FakeCheck> unfinished;
        lock.lock();
        try {
            closed = true;
            unfinished = List.copyOf(running);
        } finally {
            lock.unlock();
        }
        unfinished.forEach(check -> check.stop(UnknownReason.CHECKER_CLOSED));
    }

    FakeCheck start(FakeTarget target, Duration timeout) {
        long timeoutNanos = Nanos.positive("timeout", timeout);
        FakeCheck check = register(target, timeout, timeoutNanos);
        if (check.dueNanos() <= time.elapsedNanos()) {
            check.answer();
        } else {
            check.scheduledAs(time.scheduleAt(check.dueNanos(), check::answer));
        }
        return check;
    }

    private FakeCheck register(FakeTarget target, Duration timeout, long timeoutNanos) {
        lock.lock();
        try {
            requireOpen();
            long now = time.elapsedNanos();
            RecordedCheck question = new RecordedCheck(target.text(), timeout, Duration.ofNanos(now));
            asked.add(question);
            FakeAnswer answer = script(target).next().within(timeoutNanos);
            FakeCheck check = new FakeCheck(this, question, target, answer, now);
            running.add(check);
            return check;
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("checker: closed (expected open)");
            }
        } finally {
            lock.unlock();
        }
    }

    private FakeScript script(FakeTarget target) {
        FakeScript script = scripts.getOrDefault(target.key(), scripts.get(target.alias()));
        if (script != null) {
            return script;
        }
        if (otherwise == null) {
            throw new IllegalStateException("target: \"" + target.text() + "\" (expected one with a script, of "
                    + scripts.keySet() + ", or otherwise())");
        }
        FakeScript own = otherwise.restarted(target.key());
        scripts.put(target.key(), own);
        return own;
    }

    private CheckResult await(FakeCheck check) {
        if (!check.isDone() && Thread.currentThread().isInterrupted()) {
            check.stop(UnknownReason.INTERRUPTED);
        } else if (!check.isDone()) {
            time.advanceTo(check.dueNanos());
        }
        return check.join();
    }

    void ended(FakeCheck check, CheckResult result) {
        lock.lock();
        try {
            running.remove(check);
            if (result.isUp()) {
                up++;
            } else if (result.isDown()) {
                down++;
            } else {
                unknown++;
            }
        } finally {
            lock.unlock();
        }
    }

    void cancelled(FakeCheck check) {
        lock.lock();
        try {
            running.remove(check);
            cancelled.add(check.asked());
        } finally {
            lock.unlock();
        }
    }
}
