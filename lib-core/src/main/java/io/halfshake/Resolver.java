package io.halfshake;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Turns a name into addresses. Addresses written as such ({@code 10.0.0.5}) never get here.
 *
 * <p><b>Behaviour.</b> The order of the addresses is the order in which they are tried. A resolver that throws, fails,
 * gives nothing, or never answers makes the check Unknown, never Down.
 *
 * <p><b>Threading.</b> {@link #resolve} is called from the caller's thread or from the checker's own, by many at once,
 * and must not block; {@link #blocking} makes a resolver out of a look-up that does.
 *
 * <p><b>Lifecycle.</b> A resolver given to {@link CheckerBuilder#resolver} may serve several checkers and is closed by
 * whoever made it. The checker's default resolver is closed with the checker.
 */
@FunctionalInterface
public interface Resolver extends AutoCloseable {

    /**
     * Starts to resolve a name.
     *
     * @param host the name as the user wrote it
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
     * Asks the JDK, which asks the operating system, on threads of its own: see {@link #blocking}. The JDK keeps
     * answers for 30 seconds unless {@code networkaddress.cache.ttl} says otherwise.
     *
     * @return a new resolver
     */
    static Resolver system() {
        return blocking(host -> List.of(InetAddress.getAllByName(host)));
    }

    /**
     * Runs a blocking look-up on at most 32 daemon threads, which end after ten idle seconds; 32 names that hang at the
     * same time hold up all others, as long as they hang. Equal questions asked at the same time are asked once. A
     * question nobody waits for any more is dropped if it has not begun; one that hangs keeps its one thread, and later
     * questions for the same name join it.
     *
     * @param lookup what to call
     * @return a new resolver; close it to end its threads
     */
    static Resolver blocking(Lookup lookup) {
        return new PooledResolver(lookup);
    }
}
