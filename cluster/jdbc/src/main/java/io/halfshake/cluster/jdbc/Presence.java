package io.halfshake.cluster.jdbc;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which members are alive, by the heartbeats that they count in the database. How long a member is silent is measured
 * by this member's monotonic clock, so that no clock has to agree with another.
 *
 * <p>For one thread at a time.
 */
final class Presence {
    /** A member as the database has it. */
    record Beat(String member, long process, long ticket, long beats) {}

    private static final class Observed {
        private Beat last;
        private long silence;
        /** Whether its heartbeats were seen to go on. */
        private boolean isAlive;

        Observed(Beat last) {
            this.last = last;
        }
    }

    private final long lostAfter;
    private final long forgottenAfter;
    private final long maxStep;
    private final Map<String, Observed> members = new HashMap<>();
    private boolean hasRead;
    private long readAt;
    private long observed;

    /**
     * Before the first reading.
     *
     * @param lostAfter nanoseconds of silence after which a member is taken for lost
     * @param forgottenAfter nanoseconds of silence after which it is not to be remembered; the longer one
     * @param maxStep nanoseconds between two readings beyond which all has to be observed anew
     */
    Presence(long lostAfter, long forgottenAfter, long maxStep) {
        this.lostAfter = lostAfter;
        this.forgottenAfter = forgottenAfter;
        this.maxStep = maxStep;
    }

    /** All members that the database has, read at a moment that is not before the one of the last reading. */
    void read(List<Beat> beats, long nanos) {
        long step = hasRead ? nanos - readAt : 0;
        hasRead = true;
        readAt = nanos;
        if (step > maxStep) {
            // What kept this member from reading may have kept the others from counting.
            step = 0;
            observed = 0;
            members.values().forEach(of -> of.silence = 0);
        }
        observed = Math.min(observed + step, lostAfter);
        Set<String> names = new HashSet<>();
        for (Beat beat : beats) {
            names.add(beat.member());
            observe(beat, step);
        }
        members.keySet().retainAll(names);
    }

    private void observe(Beat beat, long step) {
        Observed of = members.get(beat.member());
        if (of == null) {
            // Its row may be of long ago: alive once there is a second heartbeat.
            members.put(beat.member(), new Observed(beat));
        } else if (of.last.equals(beat)) {
            of.silence = Math.min(of.silence + step, forgottenAfter);
            of.isAlive &= of.silence < lostAfter;
        } else {
            of.last = beat;
            of.silence = 0;
            of.isAlive = true;
        }
    }

    /**
     * The members that are alive.
     *
     * @return empty while too little was read to know
     */
    Set<String> view() {
        if (observed < lostAfter) {
            return Set.of();
        }
        Set<String> view = new HashSet<>();
        members.forEach((name, of) -> {
            if (of.isAlive) {
                view.add(name);
            }
        });
        return Set.copyOf(view);
    }

    /** Whether the heartbeats of a member have ended, as far as this member has observed them. */
    boolean isLost(String member) {
        Observed of = members.get(member);
        return of != null && of.silence >= lostAfter;
    }

    /** What the database need not have any more. */
    List<Beat> forgotten() {
        return members.values().stream()
                .filter(of -> of.silence >= forgottenAfter)
                .map(of -> of.last)
                .toList();
    }

    /** Whether a member has the lowest ticket of all that are alive. */
    boolean isFirst(String member) {
        Set<String> view = view();
        Observed self = members.get(member);
        return self != null
                && view.contains(member)
                && view.stream()
                        .map(members::get)
                        .allMatch(other -> other != null && other.last.ticket() >= self.last.ticket());
    }
}
