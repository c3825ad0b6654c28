package io.halfshake.linux;

import java.io.File;
import org.jspecify.annotations.Nullable;

/**
 * How many sockets an engine may hold open at once.
 *
 * @param sockets at least 2
 * @param limit what keeps it below what was wanted, for people; null where nothing does
 */
record DescriptorBudget(int sockets, @Nullable String limit) {
    /** Left for the application: its files, its connections, its logs. Half of what is free where that is less. */
    private static final int MAX_SPARE = 256;

    private static final int MIN_SOCKETS = 2;

    static DescriptorBudget of(int wanted, SystemCalls calls) {
        String[] inUse = new File("/proc/self/fd").list();
        return of(wanted, calls.descriptorLimit(), inUse == null ? 0 : inUse.length);
    }

    static DescriptorBudget of(int wanted, long descriptorLimit, int inUse) {
        long free = Math.max(0, descriptorLimit - inUse);
        long sockets = Math.max(MIN_SOCKETS, free - Math.min(MAX_SPARE, free / 2));
        return sockets >= wanted
                ? new DescriptorBudget(wanted, null)
                : new DescriptorBudget(
                        (int) sockets,
                        "RLIMIT_NOFILE is " + descriptorLimit + ", and " + inUse + " descriptors are in use");
    }
}
