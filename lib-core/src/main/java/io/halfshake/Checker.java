package io.halfshake;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Checks whether TCP endpoints answer.
 *
 * <pre>{@code
 * try (Checker checker = Checker.create()) {
 *     CheckResult result = checker.checkAddr("db:5432", Duration.ofMillis(500));
 *     System.out.println(result.describe());
 * }
 * }</pre>
 *
 * <h2>Behaviour</h2>
 *
 * A check ends within its timeout, name resolution and queueing included, with exactly one {@link CheckResult}. Added
 * to that are the scheduling delay of a busy machine and, for an engine that hangs, at most a quarter of a second. What
 * is wrong with the target is {@link CheckResult.Down}; what is wrong on this side is {@link CheckResult.Unknown};
 * neither is an exception. Misuse is one: a null argument throws {@link NullPointerException}; a timeout of zero or
 * less, a port outside 1 to 65535 or a text that is no target throws {@link IllegalArgumentException}; any check after
 * {@link #close()} throws {@link IllegalStateException}. A timeout may be as long as {@link Duration} allows; durations
 * over 73 years never expire.
 *
 * <h2>Threading</h2>
 *
 * All methods may be called by any thread, virtual ones too. The futures complete on the callback executor, never on a
 * thread that does I/O, so that a slow callback delays no check. {@link CompletableFuture#cancel} on a future of this
 * interface stops the check and frees its socket; completing the future from outside, as {@code orTimeout} does, stops
 * it as well. Futures derived from it are plain.
 *
 * <h2>Logging</h2>
 *
 * The {@link System.Logger} {@code io.halfshake} gets the engine of each checker at {@code INFO}, or at {@code WARNING}
 * where that completes handshakes and a better one was passed over; each result at {@code DEBUG}, on the thread that
 * receives it; and what went wrong inside the library without ending a check.
 *
 * <h2>Lifecycle</h2>
 *
 * A checker owns threads and descriptors: make one for the application, share it, close it at the end. Its threads are
 * daemons: they do not keep the JVM alive.
 */
public interface Checker extends AutoCloseable {

    /**
     * A checker with the best engine present and default settings. {@link #engine()} says which one that is, and why
     * not a better one; so does the log, once for each checker.
     *
     * @return a new checker; close it
     */
    static Checker create() {
        return builder().build();
    }

    /**
     * Everything that can be set.
     *
     * @return a new builder
     */
    static CheckerBuilder builder() {
        return new CheckerBuilder();
    }

    /**
     * Every engine present, and whether it works here. The first call may run their self-tests on loopback.
     *
     * <p>A system property turns an engine off, as for a support case: {@code halfshake.engine.half-open=off}, or the
     * name of another engine. No checker that is built from then on takes it, and its cause here and in
     * {@link EngineReport#passedOver()} is the property. A value other than {@code off} and {@code on}, or a name that
     * no engine has, is logged.
     *
     * @return in order of preference
     */
    static List<EngineStatus> engines() {
        return Engines.statuses();
    }

    /**
     * Checks an address and waits for the result.
     *
     * @param address a resolved address; an unresolved one is resolved within the timeout
     * @param timeout more than zero
     * @return what was found; Unknown with {@link UnknownReason#INTERRUPTED} if the waiting thread is interrupted,
     *     whose flag is then set again
     */
    CheckResult check(InetSocketAddress address, Duration timeout);

    /**
     * Checks an address.
     *
     * @param address a resolved address; an unresolved one is resolved within the timeout
     * @param timeout more than zero
     * @return a future that completes with a result, and exceptionally only if it is cancelled
     */
    CompletableFuture<CheckResult> checkAsync(InetSocketAddress address, Duration timeout);

    /**
     * Checks a target and waits for the result, as {@link #checkAddr} does with its text.
     *
     * @param target a name in it is resolved within the timeout
     * @param timeout more than zero
     * @return what was found; Unknown with {@link UnknownReason#INTERRUPTED} if the waiting thread is interrupted,
     *     whose flag is then set again
     */
    default CheckResult check(Target target, Duration timeout) {
        return checkAddr(Objects.requireNonNull(target, "target").toString(), timeout);
    }

    /**
     * Checks a target, as {@link #checkAddrAsync} does with its text.
     *
     * @param target a name in it is resolved within the timeout
     * @param timeout more than zero
     * @return a future that completes with a result, and exceptionally only if it is cancelled
     */
    default CompletableFuture<CheckResult> checkAsync(Target target, Duration timeout) {
        return checkAddrAsync(Objects.requireNonNull(target, "target").toString(), timeout);
    }

    /**
     * Checks {@code "host:port"} or {@code "[v6]:port"} and waits for the result.
     *
     * @param target as {@link Target#parse} reads it; a name is resolved within the timeout
     * @param timeout more than zero
     * @return what was found; Unknown with {@link UnknownReason#INTERRUPTED} if the waiting thread is interrupted,
     *     whose flag is then set again
     */
    CheckResult checkAddr(String target, Duration timeout);

    /**
     * Checks {@code "host:port"} or {@code "[v6]:port"}.
     *
     * @param target as {@link Target#parse} reads it; a name is resolved within the timeout
     * @param timeout more than zero
     * @return a future that completes with a result, and exceptionally only if it is cancelled
     */
    CompletableFuture<CheckResult> checkAddrAsync(String target, Duration timeout);

    /**
     * Checks many targets in bounded memory: at most as many at once as {@link EngineReport#maxInFlight()}, each with
     * the whole timeout from the moment it starts. The calling thread reads the iterator and delivers the results, in
     * the order in which they come in; the call returns after the last one.
     *
     * <p>If the iterator throws, or returns a text that is no target, no more targets are read, the running checks are
     * finished and delivered, and then the exception is thrown. If the consumer throws, the running checks are
     * cancelled, and the exception is thrown at once. If the calling thread is interrupted, no more targets are read,
     * the running checks end as Unknown with {@link UnknownReason#INTERRUPTED}, and the flag is set again.
     *
     * @param targets each as {@link Target#parse} reads it; need not fit into memory
     * @param timeout for each check, more than zero
     * @param onResult gets each result once
     */
    void checkAll(Iterator<String> targets, Duration timeout, Consumer<? super CheckResult> onResult);

    /**
     * Checks many targets, as {@link #checkAll(Iterator, Duration, Consumer)} does.
     *
     * @param targets each as {@link Target#parse} reads it; iterated once
     * @param timeout for each check, more than zero
     * @param onResult gets each result once
     */
    default void checkAll(Iterable<String> targets, Duration timeout, Consumer<? super CheckResult> onResult) {
        checkAll(Objects.requireNonNull(targets, "targets").iterator(), timeout, onResult);
    }

    /**
     * Checks many targets, as {@link #checkAll(Iterator, Duration, Consumer)} does.
     *
     * @param targets iterated once
     * @param timeout for each check, more than zero
     * @param onResult gets each result once
     */
    default void checkAll(Collection<Target> targets, Duration timeout, Consumer<? super CheckResult> onResult) {
        Objects.requireNonNull(targets, "targets");
        checkAll(targets.stream().map(Target::toString).iterator(), timeout, onResult);
    }

    /**
     * Which engine this checker has, and why not a better one. Where a better one was unavailable for a reason that may
     * pass, as before the network is up, a checker looks for it again and then takes it; checks already in flight stay
     * with their engine.
     *
     * @return the engine of the checks that start now; {@link EngineReport#maxInFlight()} stays the same
     */
    EngineReport engine();

    /**
     * The counters of this moment.
     *
     * @return a copy
     */
    CheckerStats stats();

    /**
     * Ends all checks, the running ones as Unknown with {@link UnknownReason#CHECKER_CLOSED}, and frees every thread
     * and descriptor. A second call has no effect.
     */
    @Override
    void close();
}
