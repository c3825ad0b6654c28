package io.halfshake.linux;

import io.halfshake.Signal;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** What the packets of an engine look like. Belongs to its loop's thread, once it was made. */
interface PacketFormat {
    /** Who speaks in an answer that says yes. */
    Signal answerer();

    /** The port by which answers are known; echoes have none. */
    int port(InetSocketAddress address);

    /** Opens a socket for the packets of one family. Throws with the system call and its error. */
    int open(int family);

    /** A socket that was opened is in use from now on. On the loop's thread. */
    void opened(PacketSocket socket);

    /**
     * Gives a transmission a local ID by which its answer will be known, and a secret that its answer must prove to
     * know. Throws with the system call and its error if there is no local ID left.
     */
    void assignLocalId(Transmission transmission, PacketSocket socket);

    /** Another batch of packets is about to be made: by now there may be local IDs again where there were none. */
    default void newBatch() {}

    /** Writes the packet, and returns its length. Throws with the system call and its error if there is no route. */
    int write(Transmission transmission, ByteBuffer into, int at);

    /** Whether writing a packet of that family finds its route, so that there surely was one when it was sent. */
    boolean findsRoutes(int family);

    /** What earlier packets were found to need may not hold any more: the kernel refused one. */
    void forget();

    /** Parses what a socket has received. False if that is no answer. Never throws. */
    boolean read(int family, ByteBuffer from, int at, int length, ParsedReply into);

    /** Takes apart what an ICMP error quotes of a packet of ours. False if that is none. Never throws. */
    boolean readQuoted(int family, ByteBuffer from, int at, int length, ParsedReply into);

    /** Closes up to {@code max} descriptors, not the opened sockets; true when none remain. */
    boolean releaseSome(int most);
}
