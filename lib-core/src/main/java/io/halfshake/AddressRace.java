package io.halfshake;

import io.halfshake.spi.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses of one target are asked, when, by which sockets, and what their answers say together. Guarded by its
 * check. Each step costs the same however many addresses there are, but for the verdict of all of them.
 *
 * <p>A check that was admitted may have one socket open at any time. Each one more is taken from what the checker has
 * to spare. An address that finds none waits for one; where none comes and one answer is enough, the address that was
 * asked first is abandoned for it, so that each gets an equal share of the time that is left.
 */
final class AddressRace {
    /** RFC 8305, section 5: no two attempts are less than 10 ms apart. */
    private static final long MIN_SHARE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** One socket more than a check always may have. */
    static final class Spare extends InFlightLimiter.Waiter {
        private final Check check;
        private @Nullable Spare next;
        private boolean granted;

        Spare(Check check) {
            this.check = check;
        }

        @Override
        void granted() {
            check.granted(this);
        }

        /** Only the check itself has a timer. */
        @Override
        void due(long now) {
            throw new IllegalStateException("spare socket: timer due (expected none)");
        }
    }

    private final Check check;
    private final AddressAttempts first;

    /** Of those behind, none has been asked yet. Null before the first was. */
    private @Nullable AddressAttempts lastAsked;

    /** Of those before, none is still to be asked a second time. */
    private @Nullable AddressAttempts resendNext;

    /** Those before have their results. */
    private @Nullable AddressAttempts oldest;

    /** Those of the open sockets, one for each but one. */
    private @Nullable Spare spares;

    /** Those to be given back. */
    private @Nullable Spare surplus;

    /** The one that is waited for. */
    private @Nullable Spare wanted;

    /** When the last wait for a socket ended; {@link AddressAttempts#NEVER} before the first one has. */
    private long grantedAt = AddressAttempts.NEVER;

    private int open;
    private int left;

    /** When the next address is to be asked; while it waits for a socket, when one is abandoned for it. */
    private long nextAt = AddressAttempts.NEVER;

    /** Since when the next address waits for a socket. */
    private long waitingSince = AddressAttempts.NEVER;

    AddressRace(Check check, AddressAttempts first) {
        this.check = check;
        this.first = first;
        this.resendNext = first;
        this.oldest = first;
        this.left = 1 + first.behind();
    }

    boolean isOfSeveral() {
        return first.next != null;
    }

    private AddressPolicy policy() {
        return check.checker.settings.addressPolicy();
    }

    private @Nullable AddressAttempts nextToAsk() {
        return lastAsked == null ? first : lastAsked.next;
    }

    /** The next socket to start; null if there is none to start now. To be asked again until it is null. */
    @Nullable
    Attempt next(long now) {
        if (left > 0 && isDue(now)) {
            return nextAddress(now);
        }
        AddressAttempts again = now - check.deadline < 0 ? nextToResend() : null;
        if (again != null && again.resendAt() - now <= 0 && takeSocket()) {
            Attempt attempt = new Attempt(check, again, null);
            again.resent(attempt, lacksSocket());
            return attempt;
        }
        return null;
    }

    private boolean isDue(long now) {
        return open == 0
                || waitingSince != AddressAttempts.NEVER
                || policy() == AddressPolicy.ALL
                || nextAt - now <= 0
                || lastHasFailed();
    }

    /** Where one answer is enough, and so an address with a result has failed. */
    private boolean lastHasFailed() {
        return lastAsked != null && lastAsked.result() != null;
    }

    private @Nullable Attempt nextAddress(long now) {
        AddressAttempts candidate = Objects.requireNonNull(nextToAsk());
        AddressAttempts instead = null;
        if (!takeSocket()) {
            if (waitingSince == AddressAttempts.NEVER) {
                waitingSince = now;
                nextAt = policy() == AddressPolicy.ANY ? now + share(now) : AddressAttempts.NEVER;
            }
            if (nextAt == AddressAttempts.NEVER || nextAt - now > 0) {
                return null;
            }
            instead = abandonOldest(now);
            if (instead == null) {
                return null;
            }
        }
        long waited = waitingSince == AddressAttempts.NEVER ? 0 : now - waitingSince;
        long delay = check.checker.resendDelay(check.timeoutNanos(), check.deadline - now);
        Attempt attempt = new Attempt(check, candidate, instead);
        candidate.ask(attempt, waited, delay == Resend.NONE ? AddressAttempts.NEVER : now + delay);
        lastAsked = candidate;
        left--;
        if (left == 0 || policy() == AddressPolicy.ANY) {
            waitingSince = AddressAttempts.NEVER;
        }
        nextAt = left == 0 || policy() == AddressPolicy.ALL
                ? AddressAttempts.NEVER
                : now + AddressOrder.staggerNanos(check.timeoutNanos(), check.deadline - now, left);
        return attempt;
    }

    /** The same for each address that is being asked or still to be asked. */
    private long share(long now) {
        return Math.max((check.deadline - now) / (left + open), MIN_SHARE_NANOS / open);
    }

    /** Null where that one has an outcome that is only still to be delivered: its socket is free in a moment. */
    private @Nullable AddressAttempts abandonOldest(long now) {
        while (Objects.requireNonNull(oldest).result() != null) {
            oldest = oldest.next;
        }
        AddressAttempts abandoned = oldest;
        if (abandoned.decisive() != null) {
            return null;
        }
        int sockets = abandoned.open();
        abandoned.close();
        abandoned.decide(check.abandoned(abandoned, now));
        // One of its sockets goes to the address that it makes room for.
        for (int i = 1; i < sockets; i++) {
            closed();
        }
        return abandoned;
    }

    private @Nullable AddressAttempts nextToResend() {
        AddressAttempts unasked = nextToAsk();
        while (resendNext != null && resendNext != unasked && resendNext.resendAt() == AddressAttempts.NEVER) {
            resendNext = resendNext.next;
        }
        return resendNext == unasked ? null : resendNext;
    }

    /** Room for one more socket. Where there is none, it is waited for. */
    private boolean takeSocket() {
        if (open == 0) {
            open = 1;
            return true;
        }
        Spare spare = wanted;
        if (spare == null) {
            spare = new Spare(check);
            wanted = spare;
            spare.granted = check.checker.spareSockets.take(spare);
        }
        if (!spare.granted) {
            return false;
        }
        wanted = null;
        spare.next = spares;
        spares = spare;
        open++;
        return true;
    }

    private void closed() {
        open--;
        Spare spare = spares;
        if (spare != null) {
            spares = spare.next;
            spare.next = surplus;
            surplus = spare;
        }
    }

    /** What was waited for has come. */
    void granted(Spare spare) {
        spare.granted = true;
        grantedAt = check.checker.timers.now();
    }

    /** Whether one is waited for, or was until it was too late to be sure that a SYN leaves in time. */
    private boolean lacksSocket() {
        return (wanted != null && !wanted.granted)
                || (grantedAt != AddressAttempts.NEVER && AddressAttempts.isTooLate(grantedAt, check.deadline));
    }

    /** A socket to be given back, one that was granted and has not been used included; null if there is none. */
    @Nullable
    Spare surplus(boolean unusedIncluded) {
        Spare unused = wanted;
        if (unusedIncluded && unused != null && unused.granted) {
            wanted = null;
            unused.next = surplus;
            surplus = unused;
        }
        return surplus;
    }

    /** It has been given back. */
    void gaveBack(Spare spare) {
        if (surplus == spare) {
            surplus = spare.next;
        }
    }

    /**
     * Gives all of them back, once the check is over; may be done twice. Without the check's monitor. True if
     * {@link InFlightLimiter#grantWaiting} is to follow.
     */
    boolean giveBackAll(InFlightLimiter spareSockets) {
        boolean isWaitedFor = giveBackAll(spareSockets, spares);
        isWaitedFor |= giveBackAll(spareSockets, surplus);
        isWaitedFor |= giveBackAll(spareSockets, wanted);
        return isWaitedFor;
    }

    private static boolean giveBackAll(InFlightLimiter spareSockets, @Nullable Spare first) {
        boolean isWaitedFor = false;
        for (Spare spare = first; spare != null; spare = spare.next) {
            isWaitedFor |= spareSockets.giveBack(spare);
        }
        return isWaitedFor;
    }

    /** When {@link #next} may have something to start, if that is before the given time. */
    long nextDue(long otherwise) {
        long next = left > 0 ? earlier(otherwise, nextAt) : otherwise;
        // While one socket is waited for there is none for anything else. One that was granted may be given back
        // unused.
        Spare waited = wanted;
        AddressAttempts again = waited == null || waited.granted ? nextToResend() : null;
        return again == null ? next : earlier(next, again.resendAt());
    }

    private static long earlier(long a, long b) {
        return b == AddressAttempts.NEVER || a - b < 0 ? a : b;
    }

    /** An attempt has come to its end. Returns its address if that is decided now. */
    @Nullable
    AddressAttempts over(Attempt attempt, long now) {
        if (!attempt.open) {
            return null;
        }
        attempt.open = false;
        closed();
        AddressAttempts candidate = attempt.candidate;
        return decide(candidate, now) == null ? null : candidate;
    }

    private @Nullable CheckResult decide(AddressAttempts candidate, long now) {
        Outcome outcome = candidate.result() == null ? candidate.decisive() : null;
        if (outcome != null) {
            candidate.decide(result(candidate, outcome, now));
            for (int sockets = candidate.open(); sockets > 0; sockets--) {
                closed();
            }
            candidate.close();
        }
        return candidate.result();
    }

    /** An engine may report nonsense. The check must end all the same. */
    private CheckResult result(AddressAttempts candidate, Outcome outcome, long now) {
        try {
            return check.result(candidate, outcome, now);
        } catch (RuntimeException e) {
            return check.unknown(UnknownReason.LOCAL_FAILURE, e, candidate, 0, now);
        }
    }

    /** The verdict, where one can be given by now: because of the address just decided, or of all of them. */
    @Nullable
    CheckResult evaluate(@Nullable AddressAttempts decided, long now, boolean mayAskMore) {
        CheckResult result = decided == null ? null : decided.result();
        if (result != null && (policy() == AddressPolicy.ALL ? result.isDown() : result.isUp())) {
            return result;
        }
        return open == 0 && (left == 0 || !mayAskMore) ? verdict(now) : null;
    }

    /** The verdict from what is known, whatever is still missing. */
    CheckResult verdict(long now) {
        if (!isOfSeveral()) {
            CheckResult only = lastAsked == null ? null : decide(first, now);
            return only == null ? missing(first, now) : only;
        }
        List<CheckResult> results = new ArrayList<>();
        boolean isMissing = false;
        AddressAttempts unasked = nextToAsk();
        boolean asked = true;
        for (AddressAttempts each = first; each != null; each = each.next) {
            asked = asked && each != unasked;
            CheckResult result = asked ? decide(each, now) : null;
            if (result != null) {
                results.add(result);
            } else if (!isMissing) {
                // All that are missing say the same, and of those the first counts.
                isMissing = true;
                results.add(missing(each, now));
            }
        }
        return ResultRules.lasting(check.elapsedNanos(now), ResultRules.combine(policy(), results));
    }

    /**
     * Whether a SYN to this address was due and not sent, although there was a socket for it: this process was late.
     */
    boolean wasLate(AddressAttempts candidate, long now) {
        return candidate.lacksSyn(check.deadline, now, lacksSocket());
    }

    private CheckResult missing(AddressAttempts candidate, long now) {
        if (candidate != nextToAsk()) {
            return check.unknown(UnknownReason.STALLED, check.tooLate("engine: no word after "), candidate, 0, now);
        }
        return waitingSince == AddressAttempts.NEVER
                ? check.unknown(UnknownReason.STALLED, check.tooLate("not asked within "), candidate, 0, now)
                : check.unknown(
                        UnknownReason.SATURATED,
                        check.tooLate("maxInFlight: no socket to spare for one more address within "),
                        candidate,
                        now - waitingSince,
                        now);
    }

    /** How many SYNs are known to have been sent, to all addresses. */
    int syns() {
        int syns = 0;
        for (AddressAttempts each = first; each != null; each = each.next) {
            syns += each.syns();
        }
        return syns;
    }

    /** Tells the engine that the deadline has passed. Without the check's monitor. */
    void expirePending() {
        for (AddressAttempts each = first; each != null; each = each.next) {
            each.expirePending();
        }
    }

    /** Abandons the sockets that may still be open. Without the check's monitor. */
    void cancelPending() {
        for (AddressAttempts each = first; each != null; each = each.next) {
            each.cancelPending();
        }
    }
}
