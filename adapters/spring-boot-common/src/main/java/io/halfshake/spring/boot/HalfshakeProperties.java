package io.halfshake.spring.boot;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

// The texts of the parameters are shown as they are in editors: no markup in them.
/**
 * The properties {@code halfshake.*}. What their values may be is checked where they are used, by the rules of the
 * library.
 *
 * @param requireHalfOpen Whether the start fails on a machine where checks would complete handshakes.
 * @param interval How often a target is checked that has no interval of its own. The default is 5 s.
 * @param timeout How long a target may take to answer that has no timeout of its own. At most the interval; the default
 *     is 1 s, or the interval if that is shorter.
 * @param rise How many answers in a row change a target's state from down to up. The default is 2.
 * @param fall How many checks in a row without an answer change a target's state from up to down. The default is 3.
 * @param logTransitions Whether the log has a line for each target that goes down or comes up, with its name.
 * @param targets Targets to monitor, each with a target, and optionally name, group, interval, timeout, rise and fall.
 *     A text alone is a target.
 * @param witnesses Addresses that tell whether this machine's own network works.
 * @param health How targets appear in the health endpoint.
 * @param metrics How targets appear in metrics.
 */
@ConfigurationProperties("halfshake")
record HalfshakeProperties(
        @DefaultValue("false") boolean requireHalfOpen,
        @Nullable Duration interval,
        @Nullable Duration timeout,
        @Nullable Integer rise,
        @Nullable Integer fall,
        @DefaultValue("false") boolean logTransitions,
        @DefaultValue List<TargetProperties> targets,
        @DefaultValue WitnessProperties witnesses,
        @DefaultValue HealthProperties health,
        @DefaultValue MetricsProperties metrics) {
    HalfshakeProperties {
        targets = List.copyOf(targets);
    }

    /**
     * A target to monitor.
     *
     * @param name What the target is called in health, endpoint and metrics. The default is the target itself.
     * @param target Host and port, such as db.example:5432 or [2001:db8::1]:443.
     * @param group A label that health and endpoint show beside the target.
     * @param interval How often it is checked.
     * @param timeout How long it may take to answer, at most the interval.
     * @param rise How many answers in a row change its state from down to up.
     * @param fall How many checks in a row without an answer change its state from up to down.
     */
    record TargetProperties(
            @Nullable String name,
            @Nullable String target,
            @Nullable String group,
            @Nullable Duration interval,
            @Nullable Duration timeout,
            @Nullable Integer rise,
            @Nullable Integer fall) {
        /** Makes a target of a text alone. Spring finds this by its name, and calls it. */
        public static TargetProperties of(String target) {
            return new TargetProperties(null, target, null, null, null, null, null);
        }
    }

    /**
     * Addresses that tell whether this machine's own network works.
     *
     * @param targets Addresses that are expected to answer always, such as a gateway or a DNS server, as host and port.
     *     While too few of them respond, the silence of a target does not count.
     * @param quorum How many of them have to respond.
     */
    record WitnessProperties(
            @DefaultValue List<String> targets,
            @DefaultValue("1") int quorum) {
        WitnessProperties {
            targets = List.copyOf(targets);
        }
    }

    /**
     * How targets appear in the health endpoint.
     *
     * @param affectsStatus Whether a target that is down makes its own status and that of the application DOWN. If not,
     *     it counts only in health groups that include it by name.
     * @param maxComponents How many targets have a component each. Where there are more, one component has the counts.
     */
    record HealthProperties(
            @DefaultValue("false") boolean affectsStatus,
            @DefaultValue("100") int maxComponents) {}

    /**
     * How targets appear in metrics.
     *
     * @param maxTargets How many targets have meters of their own, with their name and group as tags. With 0, no target
     *     has.
     */
    record MetricsProperties(@DefaultValue("0") int maxTargets) {}
}
