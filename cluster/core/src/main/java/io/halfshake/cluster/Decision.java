package io.halfshake.cluster;

import org.jspecify.annotations.Nullable;

/**
 * What became of one item of a command.
 *
 * @param refusal why nothing has changed; null if it was accepted
 * @param change the change of a target's state that follows from it; null if there is none
 */
record Decision(@Nullable Refusal refusal, @Nullable CommittedChange change) {
    static final Decision ACCEPTED = new Decision(null, null);

    static Decision accepted(CommittedChange change) {
        return new Decision(null, change);
    }

    static Decision refused(Refusal refusal) {
        return new Decision(refusal, null);
    }

    boolean isAccepted() {
        return refusal == null;
    }
}
