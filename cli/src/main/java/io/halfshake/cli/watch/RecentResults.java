package io.halfshake.cli.watch;

import io.halfshake.CheckResult;
import io.halfshake.monitor.TargetResult;
import java.util.ArrayList;
import java.util.List;

/**
 * The last results of one target, in a hundred bytes, since there may be many targets. Safe for use by many threads.
 */
final class RecentResults {
    static final int CAPACITY = 20;
    static final int DOWN = -1;
    static final int UNKNOWN = -2;

    private final int[] results = new int[CAPACITY];
    private int next;
    private int count;

    synchronized void add(TargetResult checked) {
        results[next] = code(checked);
        next = (next + 1) % CAPACITY;
        count = Math.min(CAPACITY, count + 1);
    }

    private static int code(TargetResult checked) {
        CheckResult result = checked.result();
        if (result instanceof CheckResult.Up up) {
            return (int) Math.min(Integer.MAX_VALUE, up.timing().roundTripNanos() / 1_000);
        }
        return result.isDown() && !checked.held() ? DOWN : UNKNOWN;
    }

    /**
     * The last results.
     *
     * @return oldest first: the round trip in microseconds, {@link #DOWN}, or {@link #UNKNOWN} also where a result was
     *     held
     */
    synchronized List<Integer> latest() {
        List<Integer> ordered = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ordered.add(results[(next - count + i + CAPACITY) % CAPACITY]);
        }
        return ordered;
    }
}
