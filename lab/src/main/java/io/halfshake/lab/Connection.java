package io.halfshake.lab;

/** A handshake that a host has begun to answer. */
final class Connection {
    final long name;
    final int clientSequence;
    final int sequence;
    final boolean proxied;
    boolean answered;
    boolean completed;

    /** Whether a SYN or SYN-ACK has come after the answer: RFC 5961 section 4.2 has it acknowledged at once. */
    boolean challenged;

    Connection(long name, int clientSequence, int sequence, boolean proxied) {
        this.name = name;
        this.clientSequence = clientSequence;
        this.sequence = sequence;
        this.proxied = proxied;
    }

    /** Not by a RST that answers a forged segment: that one has the sequence number which the forgery acknowledged. */
    boolean isEndedBy(int resetSequence) {
        return answered && resetSequence == clientSequence + 1;
    }

    boolean isCompletedBy(int acknowledged) {
        return answered && !completed && acknowledged == sequence + 1;
    }
}
