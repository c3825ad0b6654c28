package io.halfshake.monitor;

import io.halfshake.CheckResult;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * A target of which it is known when it really is up, and a process that asks it and may stand still. Answers tell what
 * was true at some moment between question and answer; some tell nothing, and some never come.
 */
final class TruthWorld extends HandTime {
    private static final long NEVER = Long.MAX_VALUE;

    /** A quarter of a second of sleep, and one of lateness. */
    private static final Duration NOTICED = Duration.ofMillis(500);

    private static final InetSocketAddress ADDRESS = MonitorSamples.address("", 1);

    private record Answer(long at, long number, CompletableFuture<CheckResult> check, CheckResult result) {}

    private final Random random;
    private final double unknowns;
    private final List<Long> flips = new ArrayList<>();
    private final PriorityQueue<Answer> answers =
            new PriorityQueue<>(Comparator.comparingLong(Answer::at).thenComparingLong(Answer::number));
    private long turnAt;
    private long number;

    /** Up at first, and for a while at least in each state; some checks, of this part, tell nothing. */
    TruthWorld(Random random, double unknowns, Duration shortest, Duration longest, Duration end) {
        this.random = random;
        this.unknowns = unknowns;
        turn = () -> NEVER;
        for (long at = 0; at < end.plus(longest).toNanos(); ) {
            at += shortest.toNanos() + (long) (random.nextDouble() * (longest.toNanos() - shortest.toNanos()));
            flips.add(at);
        }
    }

    MonitorTestChecker checker() {
        return new MonitorTestChecker(this::ask);
    }

    private CompletableFuture<CheckResult> ask(String target, Duration timeout) {
        CompletableFuture<CheckResult> check = new CompletableFuture<>();
        long roundTrip = (long) (random.nextDouble() * timeout.toNanos());
        boolean up = isUp(nanos + (long) (random.nextDouble() * roundTrip));
        if (random.nextDouble() < unknowns) {
            if (random.nextBoolean()) {
                answer(roundTrip, check, MonitorSamples.unknown(target, ADDRESS, null));
            }
        } else if (up) {
            answer(roundTrip, check, MonitorSamples.up(target, ADDRESS));
        } else if (random.nextBoolean()) {
            answer(roundTrip, check, MonitorSamples.down(target, ADDRESS));
        } else {
            answer(timeout.toNanos(), check, MonitorSamples.silent(target, ADDRESS));
        }
        return check;
    }

    private void answer(long after, CompletableFuture<CheckResult> check, CheckResult result) {
        answers.add(new Answer(nanos + after, number++, check, result));
    }

    boolean isUp(long at) {
        int found = Collections.binarySearch(flips, at);
        int before = found < 0 ? -found - 1 : found + 1;
        return before % 2 == 0;
    }

    /** Whether the target went down, or came back, at some time between these. */
    boolean flips(boolean down, long from, long to) {
        for (int i = down ? 0 : 1; i < flips.size(); i += 2) {
            if (flips.get(i) >= from && flips.get(i) <= to) {
                return true;
            }
        }
        return false;
    }

    /** How long the state will last that the target is in after a while. */
    Duration untilFlip(Duration after) {
        long at = nanos + after.toNanos();
        int found = Collections.binarySearch(flips, at);
        int next = found < 0 ? -found - 1 : found + 1;
        return next < flips.size() ? Duration.ofNanos(flips.get(next) - at) : Duration.ofDays(1);
    }

    long upBetween(long from, long to) {
        long sum = 0;
        long began = 0;
        for (int i = 0; i < flips.size(); i++) {
            if (i % 2 == 0) {
                sum += Math.max(0, Math.min(flips.get(i), to) - Math.max(began, from));
            } else {
                began = flips.get(i);
            }
        }
        return sum;
    }

    void advance(Duration length) {
        advanceTo(nanos + length.toNanos());
    }

    /** To where the next change may be seen, or may not. */
    void advancePastFlip(Duration most) {
        int found = Collections.binarySearch(flips, nanos);
        int next = found < 0 ? -found - 1 : found + 1;
        if (next < flips.size()) {
            advanceTo(flips.get(next) + (long) (random.nextDouble() * most.toNanos()));
        }
    }

    private void advanceTo(long end) {
        while (true) {
            Answer first = answers.peek();
            long answerAt = first == null ? NEVER : first.at;
            if (Math.min(answerAt, turnAt) > end) {
                nanos = end;
                return;
            }
            nanos = Math.max(nanos, Math.min(answerAt, turnAt));
            if (first != null && (answerAt < turnAt || (answerAt == turnAt && random.nextBoolean()))) {
                answers.remove();
                first.check.complete(first.result);
            } else {
                turnAt = NEVER;
                long next = nanos + turn.getAsLong();
                turnAt = Math.min(turnAt, next);
            }
        }
    }

    /** The monitor's thread gets no time: half-way, the books may be looked at. */
    void threadStandsStill(Duration length, Runnable halfWay) {
        turnAt = nanos + length.toNanos();
        advance(length.dividedBy(2));
        halfWay.run();
        advance(length.dividedBy(2));
    }

    /**
     * Nothing gets any time: what was under way comes in at the end, and what answered may be taken for silent, where
     * the stall is long enough to be noticed: below that it is for the engine to tell.
     */
    void processStandsStill(Duration length) {
        long end = nanos + length.toNanos();
        turnAt = end;
        List<Answer> underWay =
                answers.stream().filter(answer -> answer.at < end).toList();
        answers.removeAll(underWay);
        for (Answer late : underWay) {
            boolean silent = length.compareTo(NOTICED) > 0 && random.nextBoolean() && !late.result.isUnknown();
            CheckResult result = silent ? MonitorSamples.silent(late.result.target(), ADDRESS) : late.result;
            answers.add(new Answer(end, late.number, late.check, result));
        }
        advance(length);
    }

    static long nanosOf(Instant instant) {
        return Duration.between(Instant.EPOCH, instant).toNanos();
    }

    @Override
    public Drive drive(LongSupplier newTurn) {
        turn = newTurn;
        turnAt = nanos;
        return new Drive() {
            @Override
            public void wake() {
                turnAt = nanos;
            }

            @Override
            public void close() {
                turnAt = NEVER;
            }
        };
    }
}
