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
 * <p>A member whose connection has ended, as that of a process that was killed, is taken for lost sooner than one that
 * is silent: a process that lives connects again at once.
 *
 * <p>For one thread at a time.
 */
final class Presence {
    /** A member as the database has it. */
    record Beat(String member, long process, long ticket, long beats) {}

    /** A member as it was read, and whether its connection is there. */
    record Sighting(Beat beat, boolean isConnected) {}

    private static final long CONNECTED = -1;

    private static final class Observed {
        private Beat last;
        private long silence;

        /** Since it was first seen without its connection, or {@link #CONNECTED}. */
        private long apart = CONNECTED;

        /** Whether its connection was seen, by this connection of this member's, and no heartbeat without it since. */
        private boolean wasConnected;

        /** Whether its heartbeats were seen to go on. */
        private boolean isAlive;

        Observed(Beat last) {
            this.last = last;
        }
    }

    private final long goneAfter;
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
     * @param goneAfter nanoseconds of silence after which a member is taken for lost whose connection has ended
     * @param lostAfter nanoseconds of silence after which a member is taken for lost
     * @param forgottenAfter nanoseconds of silence after which it is not to be remembered; the longer one
     * @param maxStep nanoseconds between two readings beyond which all has to be observed anew
     */
    Presence(long goneAfter, long lostAfter, long forgottenAfter, long maxStep) {
        this.goneAfter = goneAfter;
        this.lostAfter = lostAfter;
        this.forgottenAfter = forgottenAfter;
        this.maxStep = maxStep;
    }

    /** All members that the database has, read at a moment that is not before the one of the last reading. */
    void read(List<Sighting> sightings, long nanos) {
        long step = hasRead ? nanos - readAt : 0;
        hasRead = true;
        readAt = nanos;
        if (step > maxStep) {
            // What kept this member from reading may have kept the others from counting.
            step = 0;
            observed = 0;
            members.values().forEach(of -> of.silence = 0);
            reconnected();
        }
        observed = Math.min(observed + step, lostAfter);
        Set<String> names = new HashSet<>();
        for (Sighting each : sightings) {
            names.add(each.beat().member());
            observe(each, step);
        }
        members.keySet().retainAll(names);
    }

    /** This member has another connection: what has ended its own may have ended those of the others. */
    void reconnected() {
        members.values().forEach(of -> of.wasConnected = false);
    }

    private void observe(Sighting sighting, long step) {
        Beat beat = sighting.beat();
        Observed of = members.get(beat.member());
        if (of == null) {
            // Its row may be of long ago: alive once there is a second heartbeat.
            members.put(beat.member(), new Observed(beat));
            return;
        }
        boolean isSilent = of.last.equals(beat);
        if (sighting.isConnected()) {
            of.wasConnected = true;
            of.apart = CONNECTED;
        } else if (of.apart == CONNECTED) {
            // Its last heartbeat may have come just before.
            of.apart = 0;
        } else if (isSilent) {
            of.apart += step;
        } else {
            // Alive without it, as behind a pooler that shares connections: it says nothing of this member.
            of.wasConnected = false;
        }
        if (isSilent) {
            of.silence = Math.min(of.silence + step, forgottenAfter);
            of.isAlive &= of.silence < lostAfter && !(of.wasConnected && of.apart >= goneAfter);
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
