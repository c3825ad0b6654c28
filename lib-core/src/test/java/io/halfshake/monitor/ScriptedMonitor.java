package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Signal;
import io.halfshake.Timing;
import io.halfshake.UnknownReason;
import io.halfshake.monitor.time.MonitorTime;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A monitor on virtual time with scripted answers: the module's own small {@code TestMonitor}, since the test fixtures
 * depend on this module. Turns, answers and listeners run on the thread that advances the time.
 */
final class ScriptedMonitor implements MonitorTime {
    static final Instant BEGINNING = Instant.parse("2000-01-01T00:00:00Z");
    private static final InetSocketAddress ADDRESS = MonitorSamples.address("db", 1);

    /** A check that the monitor started. */
    record Check(String target, Duration timeout, Duration at) {}

    private record Task(long due, long number, Runnable action) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
    private final Map<String, Script> scripts = new HashMap<>();
    private final Map<String, CheckResult> results = new HashMap<>();
    private final List<Check> checks = new ArrayList<>();
    private final List<Check> cancelled = new ArrayList<>();
    private final List<Transition> transitions = new CopyOnWriteArrayList<>();
    private final Monitor monitor;
    private @Nullable Script otherwise;
    private @Nullable Task turn;
    private LongSupplier turns = () -> 0;
    private volatile long nanos;
    private long scheduledSoFar;
    private int inFlight;
    private boolean stalled;

    private ScriptedMonitor(UnaryOperator<MonitorBuilder> settings, boolean ownPools) {
        MonitorBuilder builder =
                Monitor.builder(new MonitorTestChecker(this::check)).jitter(0).time(this);
        if (!ownPools) {
            builder.callbackExecutor(task -> schedule(0, task)).listener(transitions::add);
        }
        monitor = settings.apply(builder).build();
    }

    static ScriptedMonitor create() {
        return create(builder -> builder);
    }

    static ScriptedMonitor create(UnaryOperator<MonitorBuilder> settings) {
        return new ScriptedMonitor(settings, false);
    }

    /** With the monitor's own listener threads, and without a listener of the test's. */
    static ScriptedMonitor withListenerThreads(UnaryOperator<MonitorBuilder> settings) {
        return new ScriptedMonitor(settings, true);
    }

    /** What one target answers: one line for each check, and the last one from then on. */
    static final class Script {
        private record Line(
                long delay, Signal signal, @Nullable Enum<?> reason) {}

        private final List<Line> lines = new ArrayList<>();
        private long delay;
        private int next;

        Script after(Duration more) {
            delay += more.toNanos();
            return this;
        }

        Script up() {
            return line(Signal.SYN_ACK, null);
        }

        Script up(Duration roundTrip) {
            return after(roundTrip).up();
        }

        Script refused() {
            return line(Signal.RST, DownReason.REFUSED);
        }

        Script unreachable() {
            return line(Signal.ICMP, DownReason.UNREACHABLE);
        }

        Script timesOut() {
            return line(Signal.NONE, DownReason.TIMED_OUT);
        }

        Script unknown(UnknownReason reason) {
            return line(Signal.LOCAL, reason);
        }

        /** The last line so often in all. */
        Script times(int count) {
            Line last = lines.get(lines.size() - 1);
            for (int i = 1; i < count; i++) {
                lines.add(last);
            }
            return this;
        }

        private Script line(Signal signal, @Nullable Enum<?> reason) {
            lines.add(new Line(delay, signal, reason));
            delay = 0;
            return this;
        }

        private Line take() {
            Line line = lines.get(Math.min(next, lines.size() - 1));
            next++;
            return line;
        }
    }

    private CompletableFuture<CheckResult> check(String target, Duration timeout) {
        Script script = scripts.getOrDefault(target, otherwise);
        if (script == null) {
            throw new IllegalStateException("no script for " + target);
        }
        Check check = new Check(target, timeout, now());
        checks.add(check);
        inFlight++;
        Script.Line line = script.take();
        boolean late = line.reason == DownReason.TIMED_OUT || line.delay > timeout.toNanos();
        Script.Line seen = late ? new Script.Line(timeout.toNanos(), Signal.NONE, DownReason.TIMED_OUT) : line;
        CompletableFuture<CheckResult> future = new CompletableFuture<>();
        Task answer = schedule(seen.delay, () -> {
            CheckResult result = result(target, seen);
            results.put(target, result);
            future.complete(result);
        });
        var unused = future.whenComplete((result, error) -> {
            inFlight--;
            if (future.isCancelled()) {
                remove(answer);
                cancelled.add(check);
            }
        });
        return future;
    }

    private static CheckResult result(String target, Script.Line line) {
        Evidence evidence =
                new Evidence(line.signal, null, null, null, 1, "script", Handshake.HALF, Evidence.Clock.USER_SPACE);
        boolean answered = line.reason != DownReason.TIMED_OUT && line.signal != Signal.LOCAL;
        Timing timing = new Timing(line.delay, 0, 0, answered ? line.delay : Timing.NO_ROUND_TRIP);
        if (line.reason instanceof DownReason reason) {
            return new CheckResult.Down(target, ADDRESS, reason, timing, evidence);
        }
        if (line.reason instanceof UnknownReason reason) {
            return new CheckResult.Unknown(target, ADDRESS, reason, null, timing, evidence);
        }
        return new CheckResult.Up(target, ADDRESS, timing, evidence);
    }

    Script watch(String target) {
        monitor.add(target);
        return on(target);
    }

    /** A new script for a target. */
    Script on(String target) {
        Script script = new Script();
        scripts.put(target, script);
        return script;
    }

    /** A script for all targets without one. */
    Script otherwise() {
        Script script = new Script();
        otherwise = script;
        return script;
    }

    void advance(Duration by) {
        long end = nanos + by.toNanos();
        for (Task next = takeDue(end); next != null; next = takeDue(end)) {
            nanos = Math.max(nanos, next.due);
            next.action.run();
        }
        nanos = end;
    }

    /** Lets time pass in which the monitor's thread does not run. Answers come nevertheless. */
    void stall(Duration length) {
        stalled = true;
        advance(length);
        stalled = false;
        scheduleTurn(0);
        advance(Duration.ZERO);
    }

    private synchronized @Nullable Task takeDue(long end) {
        Task first = tasks.peek();
        return first == null || first.due > end ? null : tasks.remove();
    }

    private synchronized Task schedule(long delay, Runnable action) {
        Task task = new Task(nanos + delay, scheduledSoFar++, action);
        tasks.add(task);
        return task;
    }

    private synchronized void remove(@Nullable Task task) {
        if (task != null) {
            tasks.remove(task);
        }
    }

    private synchronized void scheduleTurn(long delay) {
        remove(turn);
        turn = schedule(delay, () -> {
            if (!stalled) {
                scheduleTurn(turns.getAsLong());
            }
        });
    }

    Duration now() {
        return Duration.ofNanos(nanos);
    }

    List<Check> checks() {
        return List.copyOf(checks);
    }

    List<Check> cancelled() {
        return List.copyOf(cancelled);
    }

    int inFlight() {
        return inFlight;
    }

    List<Transition> transitions() {
        return List.copyOf(transitions);
    }

    @Nullable
    CheckResult lastResult(String target) {
        return results.get(target);
    }

    TargetStatus status(String target) {
        TargetStatus status = monitor.status(target);
        if (status == null) {
            throw new AssertionError("it is monitored: " + target);
        }
        return status;
    }

    Monitor monitor() {
        return monitor;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public Instant wallTime() {
        return BEGINNING.plusNanos(nanos);
    }

    @Override
    public Drive drive(LongSupplier action) {
        turns = action;
        scheduleTurn(0);
        return new Drive() {
            @Override
            public void wake() {
                scheduleTurn(0);
            }

            @Override
            public void close() {
                turns = () -> Long.MAX_VALUE / 2;
                remove(turn);
            }
        };
    }
}
