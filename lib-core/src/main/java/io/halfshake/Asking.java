package io.halfshake;

import io.halfshake.spi.Outcome;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Which addresses of one target are asked, when, and what their answers say together. Guarded by its check. */
final class Asking {
    private final Check check;
    private final DefaultChecker checker;
    private final List<InetSocketAddress> addresses;
    private final Candidate[] asked;
    private int askedCount;
    private @Nullable Attempt firstToStart;
    private long nextAddressAt = Candidate.NEVER;

    Asking(Check check, DefaultChecker checker, List<InetSocketAddress> addresses) {
        this.check = check;
        this.checker = checker;
        this.addresses = addresses;
        this.asked = new Candidate[addresses.size()];
    }

    /** The sockets to be started once the check's monitor is free. */
    @Nullable
    Attempt takeStarts() {
        Attempt starts = firstToStart;
        firstToStart = null;
        return starts;
    }

    private Attempt toStart(Candidate candidate) {
        Attempt attempt = new Attempt(check, checker.engine, candidate.address, check.deadline);
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

    /** Asks the first address or the next, and plans the one after; with {@link AddressPolicy#ALL}, all at once. */
    void askNext(long now) {
        do {
            Candidate candidate = new Candidate(addresses.get(askedCount));
            if (checker.reserveProbe(askedCount == 0)) {
                long delay = checker.resendDelay(check.timeoutNanos, check.deadline - now);
                candidate.ask(toStart(candidate), delay == Resend.NONE ? Candidate.NEVER : now + delay);
            } else {
                candidate.decide(check.unknown(
                        UnknownReason.SATURATED,
                        new TimeoutException("no socket left for one more address"),
                        candidate.address,
                        now));
            }
            asked[askedCount++] = candidate;
        } while (askedCount < addresses.size() && checker.settings.addressPolicy() == AddressPolicy.ALL);
        int left = addresses.size() - askedCount;
        nextAddressAt = left == 0
                ? Candidate.NEVER
                : now + Resolutions.staggerNanos(check.timeoutNanos, check.deadline - now, left);
    }

    /** Does what is due before the deadline: second SYNs, and the next address. */
    void due(long now) {
        for (int i = 0; i < askedCount; i++) {
            Candidate candidate = asked[i];
            if (candidate.resendAt() != Candidate.NEVER && candidate.resendAt() - now <= 0) {
                candidate.resent(checker.reserveProbe(false) ? toStart(candidate) : null);
            }
        }
        if (nextAddressAt != Candidate.NEVER && nextAddressAt - now <= 0) {
            askNext(now);
        }
    }

    /** When {@link #due} has something to do, if that is before the given time. */
    long nextDue(long otherwise) {
        long next = earlier(otherwise, nextAddressAt);
        for (int i = 0; i < askedCount; i++) {
            next = earlier(next, asked[i].resendAt());
        }
        return next;
    }

    private static long earlier(long a, long b) {
        return b == Candidate.NEVER || a - b < 0 ? a : b;
    }

    /** The verdict, where one can be given by now. Else, where the last address has failed, asks the next. */
    @Nullable
    CheckResult evaluate(long now, boolean mayAskMore) {
        AddressPolicy policy = checker.settings.addressPolicy();
        int decided = 0;
        for (int i = 0; i < askedCount; i++) {
            CheckResult result = decide(asked[i], now);
            if (result != null) {
                decided++;
                if (policy == AddressPolicy.ALL ? result.isDown() : result.isUp()) {
                    return result;
                }
            }
        }
        if (mayAskMore && askedCount < addresses.size()) {
            if (asked[askedCount - 1].result() == null) {
                return null;
            }
            askNext(now);
            return firstToStart == null ? evaluate(now, true) : null;
        }
        return decided == askedCount ? verdict(now) : null;
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
        List<CheckResult> results = new ArrayList<>(addresses.size());
        for (int i = 0; i < askedCount; i++) {
            CheckResult result = decide(asked[i], now);
            results.add(result != null ? result : stalled("engine: no word after ", asked[i].address, now));
        }
        for (InetSocketAddress never : addresses.subList(askedCount, addresses.size())) {
            results.add(stalled("not asked within ", never, now));
        }
        return Verdicts.combine(checker.settings.addressPolicy(), results);
    }

    private CheckResult stalled(String text, InetSocketAddress address, long now) {
        return check.unknown(UnknownReason.STALLED, check.tooLate(text), address, now);
    }

    /** How many SYNs are known to have been sent, to all addresses. */
    int syns() {
        int syns = 0;
        for (int i = 0; i < askedCount; i++) {
            syns += asked[i].syns();
        }
        return syns;
    }

    /** Tells the engine that the deadline has passed. Without the check's monitor. */
    void expirePending() {
        for (int i = 0; i < askedCount; i++) {
            asked[i].expirePending();
        }
    }

    /** Gives up the sockets that may still be open. Without the check's monitor. */
    void cancelPending() {
        for (int i = 0; i < askedCount; i++) {
            asked[i].cancelPending();
        }
    }
}
