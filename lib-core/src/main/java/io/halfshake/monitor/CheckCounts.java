package io.halfshake.monitor;

import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;

/**
 * What the checks of a target found since it was added, or those of all targets since the monitor was built.
 *
 * @param up checks that ended Up
 * @param down checks that ended Down, by reason; unmodifiable, and without the reasons that never came
 * @param unknown checks that ended Unknown, by reason; unmodifiable, and without the reasons that never came
 * @param held how many of the Down results changed no state, as {@link TargetStatus#lastHeld()} says of the last one:
 *     zero or more
 */
public record CheckCounts(long up, Map<DownReason, Long> down, Map<UnknownReason, Long> unknown, long held) {
    /**
     * How many checks ended Down.
     *
     * @return zero or more
     */
    public long downs() {
        return down.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * How many checks ended Unknown.
     *
     * @return zero or more
     */
    public long unknowns() {
        return unknown.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * The part of the conclusive checks that got no SYN-ACK. Unknown results and held ones count neither way.
     *
     * @return 0 to 1; {@link Double#NaN} if there was no conclusive check
     */
    public double loss() {
        long lost = downs() - held;
        return (double) lost / (up + lost);
    }

    /** Why a check was not Up, as a small number. Valid within one process only. */
    static final class ReasonCodes {
        private static final List<Enum<?>> ALL = Stream.<Enum<?>>concat(
                        Stream.of(DownReason.values()), Stream.of(UnknownReason.values()))
                .toList();

        static final int COUNT = ALL.size();

        private ReasonCodes() {}

        static byte index(Enum<?> reason) {
            return (byte) ALL.indexOf(reason);
        }

        static Enum<?> at(int index) {
            return ALL.get(index);
        }

        static CheckCounts counts(long up, IntToLongFunction countAt, long held) {
            Map<DownReason, Long> down = new EnumMap<>(DownReason.class);
            Map<UnknownReason, Long> unknown = new EnumMap<>(UnknownReason.class);
            for (int i = 0; i < COUNT; i++) {
                long count = countAt.applyAsLong(i);
                if (count != 0 && at(i) instanceof DownReason reason) {
                    down.put(reason, count);
                } else if (count != 0 && at(i) instanceof UnknownReason reason) {
                    unknown.put(reason, count);
                }
            }
            return new CheckCounts(up, Collections.unmodifiableMap(down), Collections.unmodifiableMap(unknown), held);
        }
    }
}
