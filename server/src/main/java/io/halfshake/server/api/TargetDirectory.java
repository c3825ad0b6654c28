package io.halfshake.server.api;

import io.halfshake.server.maintenance.OpenWindows;
import org.jspecify.annotations.Nullable;

/** The targets of the configuration, in a stable order. */
public interface TargetDirectory {
    /**
     * The targets behind a place in the order.
     *
     * @param number a {@link ListedTarget#number}, also of one that is gone; -1 for all
     * @return in the order of their numbers; what is added or removed meanwhile is there or not
     */
    Iterable<ListedTarget> after(long number);

    /**
     * One target.
     *
     * @param target its text
     * @return null if it is not in the configuration
     */
    @Nullable
    ListedTarget find(String target);

    /**
     * The maintenance windows that are open.
     *
     * @return as of now
     */
    OpenWindows maintenance();
}
