package io.halfshake.server.probe;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Resolver;
import io.halfshake.Target;
import io.halfshake.Timing;
import io.halfshake.UnknownReason;
import io.halfshake.server.web.RequestException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One probe: is it permitted, what is the address, does it answer. The address that was found permitted is the one that
 * is asked: nothing is resolved a second time in between.
 */
final class Probe {
    private final Checker checker;
    private final Resolver resolver;
    private final AllowList allowed;
    private final LongSupplier doubts;
    private final LongSupplier nanoTime;
    private final ProbeRequest request;
    private final long timeoutNanos;
    private final long startedAt;
    private final long doubtsAtStart;

    Probe(
            Checker checker,
            Resolver resolver,
            AllowList allowed,
            LongSupplier doubts,
            LongSupplier nanoTime,
            ProbeRequest request) {
        this.checker = checker;
        this.resolver = resolver;
        this.allowed = allowed;
        this.doubts = doubts;
        this.nanoTime = nanoTime;
        this.request = request;
        this.timeoutNanos = request.timeout().toNanos();
        this.startedAt = nanoTime.getAsLong();
        this.doubtsAtStart = doubts.getAsLong();
    }

    /** Throws RequestException, or fails with one, if the target is not permitted. */
    CompletableFuture<ProbeReport> start() {
        Target target = request.target();
        InetAddress literal = target.literal();
        if (literal != null) {
            return check(List.of(literal), false, 0);
        }
        boolean byName = allowed.permitsName(target);
        // With a colon it is an address whose scope is no interface of this host.
        if (target.host().indexOf(':') >= 0 || !(byName || allowed.permitsSomeAddress(target.port()))) {
            throw notPermitted();
        }
        return lookup(target.host())
                .thenCompose(found -> found.addresses.isEmpty()
                        ? CompletableFuture.completedFuture(unresolved(found.failure))
                        : check(found.addresses, byName, elapsed()));
    }

    /** What a look-up brought. */
    private record Lookup(
            List<InetAddress> addresses, @Nullable Throwable failure) {}

    /** Ends with the probe's time, and never fails. */
    private CompletableFuture<Lookup> lookup(String host) {
        CompletableFuture<List<InetAddress>> running = resolve(host);
        return running.copy().orTimeout(timeoutNanos, TimeUnit.NANOSECONDS).handle((addresses, failure) -> {
            // For one that goes on: its result is no longer used.
            running.cancel(true);
            return new Lookup(addresses == null ? List.of() : addresses, failure);
        });
    }

    private CompletableFuture<List<InetAddress>> resolve(String host) {
        try {
            return resolver.resolve(host.chars().allMatch(c -> c < 128) ? host : IDN.toASCII(host));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The first that is permitted is asked, and no other. */
    private CompletableFuture<ProbeReport> check(List<InetAddress> addresses, boolean byName, long lookupNanos) {
        int port = request.target().port();
        InetAddress address = addresses.stream()
                .filter(each -> byName || allowed.permitsAddress(each, port))
                .findFirst()
                .orElseThrow(this::notPermitted);
        InetSocketAddress asked = new InetSocketAddress(address, port);
        long left = timeoutNanos - elapsed();
        if (left <= 0) {
            return CompletableFuture.completedFuture(
                    report(unknown(asked, UnknownReason.UNRESOLVED, null), lookupNanos));
        }
        return ask(asked, left).thenApply(result -> report(withFairShare(result, left), lookupNanos));
    }

    private CompletableFuture<CheckResult> ask(InetSocketAddress address, long timeoutNanos) {
        try {
            return checker.checkAsync(address, Duration.ofNanos(timeoutNanos));
        } catch (IllegalStateException e) {
            return CompletableFuture.completedFuture(unknown(address, UnknownReason.CHECKER_CLOSED, e));
        }
    }

    /**
     * As the checker itself has it: silence proves nothing where the target had less than half of the time. The checker
     * knows only of what was left of it, so what the queue took of that counts here, too.
     */
    private CheckResult withFairShare(CheckResult result, long left) {
        boolean silent = result instanceof CheckResult.Down down && down.reason() == DownReason.TIMED_OUT;
        if (!silent || left - result.timing().queuedNanos() >= timeoutNanos / 2) {
            return result;
        }
        UnknownReason reason = left < timeoutNanos / 2 ? UnknownReason.UNRESOLVED : UnknownReason.SATURATED;
        return new CheckResult.Unknown(
                result.target(), result.address(), reason, null, result.timing(), result.evidence());
    }

    private RequestException notPermitted() {
        return RequestException.of(403, "target", request.target().toString(), "one that the allow-list permits");
    }

    private ProbeReport unresolved(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return report(
                unknown(
                        null,
                        UnknownReason.UNRESOLVED,
                        cause != null
                                ? cause
                                : new UnknownHostException(request.target().host())),
                elapsed());
    }

    /** As of a check that found no place in time. */
    ProbeReport saturated() {
        return report(unknown(null, UnknownReason.SATURATED, null), 0);
    }

    private CheckResult unknown(@Nullable InetSocketAddress address, UnknownReason reason, @Nullable Throwable cause) {
        return new CheckResult.Unknown(
                request.target().toString(),
                address,
                reason,
                cause,
                Timing.withoutRoundTrip(elapsed()),
                Evidence.nothingSent(checker.engine().name()));
    }

    private ProbeReport report(CheckResult result, long lookupNanos) {
        return new ProbeReport(request, result, lookupNanos, elapsed(), wasBlind());
    }

    /** At its beginning, at its end, or in between. */
    private boolean wasBlind() {
        return (doubtsAtStart & 1) != 0 || doubts.getAsLong() != doubtsAtStart;
    }

    private long elapsed() {
        return Math.max(0, nanoTime.getAsLong() - startedAt);
    }
}
