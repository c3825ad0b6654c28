package io.halfshake;

import org.jspecify.annotations.Nullable;

/**
 * Why a result says what it says.
 *
 * @param speaker who gave the answer
 * @param icmp the ICMP error, where the engine saw it
 * @param systemCall the system call that reported the error, such as {@code connect}; null where none did
 * @param errno the error's name, such as {@code ECONNREFUSED}; null where there was none or the platform hides it
 * @param syns how many SYNs are known to have been sent, by the check and by its resends; an engine that cannot see the
 *     kernel's own resends counts sockets
 * @param engine the name of the engine that asked
 * @param handshake which handshake really happened
 * @param clock which clock the round trip was read from
 */
public record Evidence(
        Speaker speaker,
        @Nullable IcmpMessage icmp,
        @Nullable String systemCall,
        @Nullable String errno,
        int syns,
        String engine,
        Handshake handshake,
        Clock clock) {

    /** Where a round trip was measured. */
    public enum Clock {
        /** By the kernel as the packets passed: a late thread or a GC pause does not inflate it. */
        KERNEL,
        /** In this process, around the system calls: scheduling delay is inside. */
        USER_SPACE,
        /** There is no round trip. */
        NONE
    }

    /** Nothing was sent, so nothing was heard, and no handshake can have been completed. */
    static Evidence nothingSent(String engine) {
        return new Evidence(Speaker.THIS_HOST, null, null, null, 0, engine, Handshake.HALF, Clock.NONE);
    }

    /**
     * The same evidence with another count of SYNs.
     *
     * @param count how many SYNs were sent
     * @return a copy, or this where nothing changes
     */
    public Evidence withSyns(int count) {
        return count == syns ? this : new Evidence(speaker, icmp, systemCall, errno, count, engine, handshake, clock);
    }
}
