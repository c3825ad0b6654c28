package io.halfshake.monitor;

import io.halfshake.CheckResult;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Monitor} knows, for what reads it and does not decide what is monitored, such as metrics and pages. All
 * methods may be called by any thread.
 */
public interface MonitorView {
    /**
     * Adds a listener, which receives what happens from now on.
     *
     * @param listener runs on the callback executor
     * @throws IllegalStateException if the monitor is closed
     */
    void addListener(MonitorListener listener);

    /**
     * Removes a listener, as {@link Monitor#removeListener} does.
     *
     * @param listener the same object that was added
     * @return false if it was not there
     */
    boolean removeListener(MonitorListener listener);

    /**
     * Whether a listener was added and is not removed.
     *
     * @param listener the same object, not an equal one
     * @return true also after the monitor was closed
     */
    boolean hasListener(MonitorListener listener);

    /**
     * Visits all targets, as {@link Monitor#forEachTarget} does.
     *
     * @param visitor runs on the calling thread, without locks held
     */
    void forEachTarget(Consumer<? super TargetSummary> visitor);

    /**
     * The targets.
     *
     * @return a copy, in the order in which they were added
     */
    List<String> targets();

    /**
     * What is known of one target.
     *
     * @param target the exact text that was added
     * @return as of now; null if it is not monitored
     */
    @Nullable
    TargetStatus status(String target);

    /**
     * What is known of all targets: a copy of everything, see {@link Monitor#snapshot}.
     *
     * @return as of now; readable after the monitor is closed
     */
    MonitorSnapshot snapshot();

    /**
     * The present time for which fewer than the quorum of the witnesses respond.
     *
     * @return as of now; null while there is none, as in {@link Monitor#blindness}
     */
    @Nullable
    Blindness blindness();

    /**
     * The last result of each of the witnesses.
     *
     * @return a copy, in the order in which they were given; empty without witnesses
     */
    Map<String, CheckResult> witnesses();

    /**
     * The monitor's own counters.
     *
     * @return a copy
     */
    MonitorStats stats();

    /**
     * What is monitored, for a line of a log.
     *
     * @return as {@link Monitor#describe}
     */
    String describe();
}
