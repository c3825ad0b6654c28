package io.halfshake.cluster;

/**
 * What one watcher sees of a target. A watcher that disagrees with the committed state opens a poll; then all watchers
 * vote in it, and so does the one that opened it: a vote is not older than the poll, whatever happened to the member
 * that casts it before.
 *
 * @param poll the number of the poll it is a vote in, or 0 to open one
 * @param after to open one: the last sequence number of the target that the watcher has seen, that of an open poll
 *     included, which is then opened anew; in a vote 0
 * @param found when what it sees began, and on what it rests; of no meaning where it cannot tell
 */
record Opinion(String target, Verdict verdict, long poll, long after, Command.Finding found) {
    /** What a watcher sees. */
    enum Verdict {
        /** The target answers. */
        UP,
        /** The target does not answer. */
        DOWN,
        /** The watcher has no result of its own, or does not trust it: an abstention. */
        CANNOT_TELL
    }
}
