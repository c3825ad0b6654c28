package io.halfshake.server.alerts;

import io.halfshake.CheckResult;
import io.halfshake.cluster.ClusterOutage;
import io.halfshake.monitor.Blindness;
import io.halfshake.monitor.TargetCheckpoint.OpenOutage;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TimeBounds;
import io.halfshake.monitor.Transition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * That a target is down or was, or that the witnesses are silent or were.
 *
 * @param key the same for all alerts about this target, also after a restart
 * @param subject the target; null for blindness
 * @param status whether it goes on
 * @param reason why the target is down, such as {@code refused}; {@code blind} for blindness
 * @param summary the result that decided it, in one line
 * @param began when it began
 * @param beganUnseen whether the first check found it so: it may have begun earlier
 * @param ended when it ended; null while it goes on, and where it is not known
 */
record Alert(
        String key,
        @Nullable Subject subject,
        Status status,
        String reason,
        String summary,
        TimeBounds began,
        boolean beganUnseen,
        @Nullable TimeBounds ended) {
    private static final String PREFIX = "halfshake-";
    private static final String BLINDNESS = PREFIX + "blindness";
    private static final int KEY_DIGITS = 32;

    enum Status {
        FIRING,
        RESOLVED,
        /** The target is no longer watched, so that its end will not be seen. */
        REMOVED
    }

    /**
     * A target, as it was called when the alert began.
     *
     * @param target its text
     */
    record Subject(String target, AlertTarget about) {}

    /** Of a target that went down. */
    static Alert firing(Transition down, AlertTarget about) {
        return firing(StateChange.of(down), about);
    }

    static Alert firing(StateChange down, AlertTarget about) {
        boolean beganUnseen = down.from() == TargetState.UNKNOWN;
        return firing(down.target(), new ClusterOutage(down.at(), down.bounds(), beganUnseen, down.evidence()), about);
    }

    /** Of a target that is down. */
    static Alert firing(String target, ClusterOutage outage, AlertTarget about) {
        CheckResult evidence = outage.evidence();
        String reason = evidence instanceof CheckResult.Down result
                ? result.reason().name().toLowerCase(Locale.ROOT)
                : "down";
        return new Alert(
                key(target),
                new Subject(target, about),
                Status.FIRING,
                reason,
                evidence == null ? target + " is down" : evidence.describe(),
                outage.began(),
                outage.beganUnseen(),
                null);
    }

    /** Of a target that an earlier process has found down. The result that decided it is not known any more. */
    static Alert adopted(String target, OpenOutage outage, AlertTarget about) {
        String reason = outage.reason().name().toLowerCase(Locale.ROOT);
        return new Alert(
                key(target),
                new Subject(target, about),
                Status.FIRING,
                reason,
                target + " is down: " + reason + ", found before the watcher was started",
                outage.began(),
                outage.beganUnseen(),
                null);
    }

    static Alert of(Blindness blindness) {
        return new Alert(
                BLINDNESS,
                null,
                blindness.isOver() ? Status.RESOLVED : Status.FIRING,
                "blind",
                blindness.responding() + " of " + blindness.witnesses().size() + " witnesses responded (quorum "
                        + blindness.quorum() + ")",
                blindness.began(),
                false,
                blindness.ended());
    }

    Alert resolved(Transition up) {
        return resolved(StateChange.of(up));
    }

    Alert resolved(StateChange up) {
        CheckResult evidence = up.evidence();
        String result = evidence == null ? up.target() + " is up" : evidence.describe();
        return new Alert(key, subject, Status.RESOLVED, reason, result, began, beganUnseen, up.bounds());
    }

    Alert removed() {
        return new Alert(key, subject, Status.REMOVED, reason, summary, began, beganUnseen, null);
    }

    boolean isFiring() {
        return status == Status.FIRING;
    }

    /** {@code firing} or {@code resolved}. */
    String shownStatus() {
        return isFiring() ? "firing" : "resolved";
    }

    boolean isBlindness() {
        return subject == null;
    }

    /** {@code target} or {@code blindness}. */
    String kind() {
        return isBlindness() ? "blindness" : "target";
    }

    /** What it is about, for people. */
    String title() {
        if (subject == null) {
            return "network of the watcher";
        }
        String name = subject.about().name();
        String group = subject.about().group();
        String called = name.equals(subject.target()) ? name : name + " (" + subject.target() + ")";
        return group == null ? called : group + "/" + called;
    }

    static String count(int alerts) {
        return alerts == 1 ? "1 alert" : alerts + " alerts";
    }

    /** Of the target alone: a key with the beginning of the outage would be another one after a restart. */
    static String key(String target) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(target.getBytes(StandardCharsets.UTF_8));
            return PREFIX + HexFormat.of().formatHex(hash).substring(0, KEY_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256, which every JDK has", e);
        }
    }
}
