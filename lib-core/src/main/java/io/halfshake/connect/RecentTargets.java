package io.halfshake.connect;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** When something was last seen of each of a few targets. A target may be forgotten for another. For any thread. */
final class RecentTargets {
    private static final int SIZE = 1_024;

    private record Seen(InetSocketAddress target, long atNanos) {}

    private final AtomicReferenceArray<@Nullable Seen> table = new AtomicReferenceArray<>(SIZE);

    void add(InetSocketAddress target, long atNanos) {
        table.set(index(target), new Seen(target, atNanos));
    }

    boolean hasSince(InetSocketAddress target, long sinceNanos) {
        Seen seen = table.get(index(target));
        return seen != null && seen.atNanos - sinceNanos >= 0 && seen.target.equals(target);
    }

    private static int index(InetSocketAddress target) {
        int hash = target.hashCode() * 0x9E3779B9;
        return hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(SIZE));
    }
}
