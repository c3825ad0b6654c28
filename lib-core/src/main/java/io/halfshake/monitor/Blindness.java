package io.halfshake.monitor;

import io.halfshake.CheckResult;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A time for which fewer than the quorum of the {@linkplain MonitorBuilder#witnesses witnesses} responded, so that this
 * machine's own network was in doubt. The silence of a target meanwhile is held: it changes no state, and the target
 * counts as unobserved.
 *
 * @param began between the start of the last round that met the quorum and the end of the first that did not. If none
 *     met it before, the bounds begin with the start of the first round, and the time before is not known
 * @param ended between the start of the last round that did not meet the quorum and the moment at which the next one
 *     met it; null while it lasts
 * @param responding how many witnesses responded in the latest round; of one that met the quorum, by that moment
 * @param quorum how many have to
 * @param witnesses the last result of each witness, in the order in which they were given; unmodifiable
 */
public record Blindness(
        TimeBounds began, @Nullable TimeBounds ended, int responding, int quorum, Map<String, CheckResult> witnesses) {
    /** Copies the map. */
    public Blindness {
        Objects.requireNonNull(began, "began");
        witnesses = Collections.unmodifiableMap(new LinkedHashMap<>(witnesses));
    }

    /**
     * Whether the quorum responds again.
     *
     * @return true if {@link #ended} is known
     */
    public boolean isOver() {
        return ended != null;
    }
}
