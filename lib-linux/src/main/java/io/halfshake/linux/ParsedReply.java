package io.halfshake.linux;

/** What a packet says about one of ours: which, and how it proves that. */
final class ParsedReply {
    /** The remote port. */
    int port;

    int localId;

    /** To be compared with the transmission's secret. */
    long proof;

    /** Too little was quoted for a proof: the addresses and the local ID are all there is. */
    boolean isUnproven;

    boolean isRefusal;

    void clear() {
        isUnproven = false;
        isRefusal = false;
    }
}
