package io.halfshake;

import io.halfshake.spi.Outcome;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Which addresses of one target are asked, when, and what their answers say together. Guarded by its check. */
final class Asking {
    private final Check check;
    private final Candidate first;

    /** Of those behind, nobody has been asked yet. Null before the first was. */
    private @Nullable Candidate lastAsked;

    private @Nullable Attempt firstToStart;
    private long nextAddressAt = Candidate.NEVER;

    Asking(Check check, Candidate first) {
        this.check = check;
        this.first = first;
    }

    /** The sockets to be started once the check's monitor is free. */
    @Nullable
    Attempt takeStarts() {
        Attempt starts = firstToStart;
        firstToStart = null;
        return starts;
    }

    private Attempt toStart(Candidate candidate) {
        Attempt attempt = new Attempt(check, candidate.address);
        if (firstToStart == null) {
            firstToStart = attempt;
        } else {
            Attempt last = firstToStart;
            while (last.nextToStart != null) {
                last = last.nextToStart;
            }
            last.nextToStart = attempt;
        }
        return attempt;
    }

    private @Nullable Candidate nextToAsk() {
        return lastAsked == null ? first : lastAsked.next;
    }

    private boolean isAsked(Candidate candidate) {
        return candidate != nextToAsk();
    }

    /** Asks the first address or the next, and plans the one after; with {@link AddressPolicy#ALL}, all at once. */
    void askNext(long now) {
        DefaultChecker checker = check.checker;
        Candidate candidate = Objects.requireNonNull(nextToAsk());
        do {
            if (checker.reserveProbe(lastAsked == null)) {
                long delay = checker.resendDelay(check.timeoutNanos(), check.deadline - now);
                candidate.ask(toStart(candidate), delay == Resend.NONE ? Candidate.NEVER : now + delay);
            } else {
                candidate.decide(check.unknown(
                        UnknownReason.SATURATED,
                        new TimeoutException("no socket left for one more address"),
                        candidate.address,
                        now));
            }
            lastAsked = candidate;
            candidate = candidate.next;
        } while (candidate != null && checker.settings.addressPolicy() == AddressPolicy.ALL);
        int left = lastAsked.behind();
        nextAddressAt = left == 0
                ? Candidate.NEVER
                : now + Resolutions.staggerNanos(check.timeoutNanos(), check.deadline - now, left);
    }

    /** Does what is due before the deadline: second SYNs, and the next address. */
    void due(long now) {
        for (Candidate each = first; each != null && isAsked(each); each = each.next) {
            if (each.resendAt() != Candidate.NEVER && each.resendAt() - now <= 0) {
                each.resent(check.checker.reserveProbe(false) ? toStart(each) : null);
            }
        }
        if (nextAddressAt != Candidate.NEVER && nextAddressAt - now <= 0) {
            askNext(now);
        }
    }

    /** When {@link #due} has something to do, if that is before the given time. */
    long nextDue(long otherwise) {
        long next = earlier(otherwise, nextAddressAt);
        for (Candidate each = first; each != null && isAsked(each); each = each.next) {
            next = earlier(next, each.resendAt());
        }
        return next;
    }

    private static long earlier(long a, long b) {
        return b == Candidate.NEVER || a - b < 0 ? a : b;
    }

    /** The verdict, where one can be given by now. Else, where the last address has failed, asks the next. */
    @Nullable
    CheckResult evaluate(long now, boolean mayAskMore) {
        AddressPolicy policy = check.checker.settings.addressPolicy();
        boolean allDecided = true;
        for (Candidate each = first; each != null && isAsked(each); each = each.next) {
            CheckResult result = decide(each, now);
            if (result == null) {
                allDecided = false;
            } else if (policy == AddressPolicy.ALL ? result.isDown() : result.isUp()) {
                return result;
            }
        }
        if (mayAskMore && nextToAsk() != null) {
            if (lastAsked != null && lastAsked.result() == null) {
                return null;
            }
            askNext(now);
            return firstToStart == null ? evaluate(now, true) : null;
        }
        return allDecided ? verdict(now) : null;
    }

    private @Nullable CheckResult decide(Candidate candidate, long now) {
        Outcome outcome = candidate.result() == null ? candidate.decisive() : null;
        if (outcome != null) {
            candidate.decide(result(candidate, outcome, now));
        }
        return candidate.result();
    }

    /** An engine may report nonsense. The check must end all the same. */
    private CheckResult result(Candidate candidate, Outcome outcome, long now) {
        try {
            return check.result(candidate, outcome, now);
        } catch (RuntimeException e) {
            return check.unknown(UnknownReason.LOCAL_FAILURE, e, candidate.address, now);
        }
    }

    /** The verdict from what is known, whatever is still missing. */
    CheckResult verdict(long now) {
        List<CheckResult> results = new ArrayList<>();
        boolean asked = true;
        for (Candidate each = first; each != null; each = each.next) {
            asked = asked && isAsked(each);
            CheckResult result = asked ? decide(each, now) : null;
            results.add(
                    result != null
                            ? result
                            : stalled(asked ? "engine: no word after " : "not asked within ", each.address, now));
        }
        return Verdicts.combine(check.checker.settings.addressPolicy(), results);
    }

    private CheckResult stalled(String text, InetSocketAddress address, long now) {
        return check.unknown(UnknownReason.STALLED, check.tooLate(text), address, now);
    }

    /** How many SYNs are known to have been sent, to all addresses. */
    int syns() {
        int syns = 0;
        for (Candidate each = first; each != null; each = each.next) {
            syns += each.syns();
        }
        return syns;
    }

    /** Tells the engine that the deadline has passed. Without the check's monitor. */
    void expirePending() {
        for (Candidate each = first; each != null; each = each.next) {
            each.expirePending();
        }
    }

    /** Gives up the sockets that may still be open. Without the check's monitor. */
    void cancelPending() {
        for (Candidate each = first; each != null; each = each.next) {
            each.cancelPending();
        }
    }
}
