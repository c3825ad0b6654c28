package io.halfshake.cluster;

/**
 * A member of the cluster, see {@link Command.Join}.
 *
 * @param draining whether it wishes to leave
 */
record Member(String name, String zone, long incarnation, int format, boolean draining) {
    Member drained() {
        return new Member(name, zone, incarnation, format, true);
    }
}
