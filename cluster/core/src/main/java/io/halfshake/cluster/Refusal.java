package io.halfshake.cluster;

/** Why a command, or one item of it, has changed nothing. The same on every member. */
enum Refusal {
    /** The command ends too early, has bytes left over, or a value out of its range. */
    MALFORMED,
    /** The command, or a text, list or number in it, is larger than the format allows. */
    OVERSIZED,
    /** The command is of a version of the format that not all members know. */
    UNKNOWN_VERSION,
    /** The command is of a type that its version of the format does not have. */
    UNKNOWN_TYPE,
    /** The member that proposes, or that the command is about, is not in the cluster. */
    NOT_A_MEMBER,
    /** The member has joined anew since: another process has its name, or the same has returned. */
    JOINED_ANEW,
    /** The member owns partitions still, so that a leave by its own wish would leave them without an owner. */
    OWNS_PARTITIONS,
    /** The cluster has as many members or targets in a partition as it may have. */
    FULL,
    /**
     * The table has changed since the proposer has seen it, or the partition has, and has another owner or the same
     * anew.
     */
    STALE_EPOCH,
    /** The proposer does not own the target's partition. */
    NOT_OWNER,
    /** The target is not in the cluster. */
    UNKNOWN_TARGET,
    /** The target is in the cluster already. */
    DUPLICATE_TARGET,
    /**
     * The target's state is not what the proposer thinks, or has changed since, even if back again. Of a target to be
     * added or removed: one of its partition was removed or added since.
     */
    STALE_STATE,
    /** The state would not change. */
    NO_CHANGE,
    /** More than one member has to agree: see {@link Opinion}. */
    NEEDS_AGREEMENT,
    /** No agreement is needed, so that there are no polls. */
    NEEDS_NO_AGREEMENT,
    /** The member is not one of those that watch the target. */
    NOT_A_WATCHER,
    /** The poll is over, or was opened anew. */
    STALE_POLL,
    /** The member has voted in the poll later than that. */
    STALE_VOTE,
    /** Too many changes of the partition have not been announced yet. */
    BACKLOG,
    /** A mark names a sequence number that there was not yet, or settings contradict each other. */
    NOT_POSSIBLE
}
