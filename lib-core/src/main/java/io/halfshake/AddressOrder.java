package io.halfshake;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which of the addresses that a resolver found are asked, in which order, and how long after each other. A user's
 * resolver may return anything.
 */
final class AddressOrder {
    /** RFC 8305, section 8: the recommended Connection Attempt Delay. */
    private static final long STAGGER_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private AddressOrder() {}

    /** The addresses to ask, in order; empty if there is none to ask. */
    static List<InetSocketAddress> of(@Nullable List<InetAddress> found, int port, AddressPolicy policy) {
        List<InetSocketAddress> usable = new ArrayList<>(1);
        if (found != null) {
            for (InetAddress address :
                    found.stream().filter(Objects::nonNull).distinct().toList()) {
                usable.add(new InetSocketAddress(address, port));
                if (policy == AddressPolicy.FIRST) {
                    break;
                }
            }
        }
        return usable;
    }

    /** Why there is no address. */
    static Throwable cause(String host, @Nullable Throwable error) {
        if (error == null) {
            return new UnknownHostException(host + ": the resolver gave no address");
        }
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    /**
     * How long after one address the next is asked: as RFC 8305 recommends, or less, so that even the last one starts
     * early enough to be given half of the timeout.
     *
     * @param addressesLeft how many are still to be asked, at least one
     */
    static long staggerNanos(long timeoutNanos, long remainingNanos, int addressesLeft) {
        // A little more than half, because timers fire late.
        long spare = remainingNanos - timeoutNanos / 2 - timeoutNanos / 16;
        return Math.max(0, Math.min(STAGGER_NANOS, spare / addressesLeft));
    }
}
