package io.halfshake.cluster;

/**
 * A member of the cluster, see {@link Command.Join}.
 *
 * @param epoch that of the table in which it joined; another one when it joins anew, also with the same incarnation
 * @param draining whether it wishes to leave
 */
record Member(String name, String zone, long incarnation, long epoch, int format, boolean draining) {
    Member drained() {
        return new Member(name, zone, incarnation, epoch, format, true);
    }
}
