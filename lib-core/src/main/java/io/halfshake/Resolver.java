package io.halfshake;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Resolves names. Not called for addresses written as such ({@code 10.0.0.5}).
 *
 * <p><b>Behaviour.</b> The order of the addresses is the order in which they are tried. A resolver that throws, fails,
 * returns nothing, or never answers makes the check Unknown, never Down.
 *
 * <p><b>Threading.</b> A checker calls {@link #resolve} on many threads at once, which are its own and run nothing
 * else: a call that blocks delays no check of an address and no deadline, and holds up other names only as
 * {@link #blocking} describes. Where it blocks so often that calls wait for a thread, answers of its own may be used
 * again, see there.
 *
 * <p><b>Lifecycle.</b> A resolver given to {@link CheckerBuilder#resolver} may serve several checkers and is closed by
 * its owner. The checker's default resolver is closed with the checker.
 */
@FunctionalInterface
public interface Resolver extends AutoCloseable {

    /**
     * Starts to resolve a name.
     *
     * @param host the name as the user wrote it; an international name in the form {@code xn--...}
     * @return the addresses, at least one; the checker cancels this future when it stops waiting
     */
    CompletableFuture<List<InetAddress>> resolve(String host);

    /** Ends what the resolver started. By default there is nothing to end. */
    @Override
    default void close() {}

    /** A look-up that blocks its thread until it has an answer. */
    @FunctionalInterface
    interface Lookup {
        /**
         * Looks a name up.
         *
         * @param host the name
         * @return its addresses, at least one
         * @throws UnknownHostException if it has none
         */
        List<InetAddress> lookup(String host) throws UnknownHostException;
    }

    /**
     * Resolves with the JDK and so with the operating system, on threads of its own: see {@link #blocking}. The JDK
     * keeps answers for 30 seconds unless the security property {@code networkaddress.cache.ttl}, or else the system
     * property {@code sun.net.inetaddr.ttl}, says otherwise when this is called. For half of that time, and for no
     * longer than 15 seconds, an answer may stand in for a look-up that is held up; with 0 it never does. An address
     * can thus be one and a half times as old as the JDK allows, 45 seconds by default.
     *
     * @return a new resolver
     */
    static Resolver system() {
        return PooledResolver.blocking(
                host -> List.of(InetAddress.getAllByName(host)), AnswerLifetime.nanos(), System::nanoTime);
    }

    /**
     * Runs a blocking look-up on daemon threads, which end after ten idle seconds. Equal look-ups at the same time are
     * one. A look-up is dropped if all its callers have cancelled before it began; one that hangs keeps its thread, and
     * later calls for the same name join it.
     *
     * <p><b>Names that hang.</b> A look-up that runs for longer than 200 ms leaves its place to the next, up to 160
     * look-ups at a time. Names whose last look-up took longer than that wait in two queues of their own, with 32
     * threads for those that brought an address in time, and another 32 for the rest. Of names that were quick last
     * time, 64 are looked up at a time, and 16 of the 160 threads are kept for them. A name that has waited for a
     * thread for 50 ms is held up: its last answer is used instead, up to 30 seconds old ({@link #system}: 15), and the
     * look-up brings a newer one for later calls. A name without such an answer waits for its turn: until others'
     * look-ups end, where as many hang as may run.
     *
     * @param lookup what to call
     * @return a new resolver; close it to end its threads
     */
    static Resolver blocking(Lookup lookup) {
        return PooledResolver.blocking(lookup, AnswerLifetime.MAX_NANOS, System::nanoTime);
    }
}
