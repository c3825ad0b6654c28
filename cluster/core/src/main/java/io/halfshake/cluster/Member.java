package io.halfshake.cluster;

/**
 * A member of the cluster, see {@link Command.Join}.
 *
 * @param epoch that of the table in which it joined; another one when it joins anew, also with the same incarnation
 * @param draining whether it wishes to leave
 * @param declared the digest of the targets that it has declared, see {@link Command.Declare}; empty if it has not
 */
record Member(String name, String zone, long incarnation, long epoch, int format, boolean draining, Bytes declared) {
    Member drained() {
        return new Member(name, zone, incarnation, epoch, format, true, declared);
    }

    Member declares(Bytes digest) {
        return new Member(name, zone, incarnation, epoch, format, draining, digest);
    }
}
