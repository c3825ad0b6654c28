package io.halfshake;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a result rests on.
 *
 * @param signal which packet answered, if any
 * @param icmp the ICMP error, where the engine saw it
 * @param systemCall the system call that reported the error, such as {@code connect}; null where none did
 * @param errno the error's name, such as {@code ECONNREFUSED}; null where there was none or the platform hides it
 * @param syns how many SYNs are known to have been sent, by the check and by its resends; an engine that cannot see the
 *     kernel's own resends counts sockets
 * @param engine the name of the engine that made the check
 * @param handshake which handshake really happened
 * @param clock which clock the round trip was read from
 */
public record Evidence(
        Signal signal,
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

    /**
     * Evidence of a half handshake, or of none, without an error.
     *
     * @param signal what the result rests on
     * @param engine the name of the engine
     * @param syns how many SYNs were sent
     * @param clock which clock the round trip was read from; {@link Clock#NONE} where there is none
     * @return the evidence, to be completed with {@link #withError}, {@link #withIcmp} and {@link #withHandshake}
     */
    public static Evidence of(Signal signal, String engine, int syns, Clock clock) {
        return new Evidence(signal, null, null, null, syns, engine, Handshake.HALF, clock);
    }

    /**
     * Evidence of silence until the deadline.
     *
     * @param engine the name of the engine
     * @param syns how many SYNs were sent
     * @return the evidence
     */
    public static Evidence silence(String engine, int syns) {
        return of(Signal.NONE, engine, syns, Clock.NONE);
    }

    /**
     * Evidence of a failure on this machine, which says nothing about the target.
     *
     * @param engine the name of the engine
     * @param syns how many SYNs were sent
     * @return the evidence
     */
    public static Evidence local(String engine, int syns) {
        return of(Signal.LOCAL, engine, syns, Clock.NONE);
    }

    /**
     * Evidence of a check that failed before its first SYN: no handshake can have been completed.
     *
     * @param engine the name of the engine
     * @return the evidence
     */
    public static Evidence nothingSent(String engine) {
        return local(engine, 0);
    }

    /**
     * Evidence of a check that was abandoned before its engine reported an outcome, and that may have sent SYNs. After
     * {@link UnknownReason#STALLED} the handshake counts as {@link Handshake#FULL}: an answer may have arrived during
     * the stall, and the kernel may have acknowledged it.
     *
     * @param engine the name of the engine
     * @param reason why the check was abandoned
     * @param syns how many SYNs are known to have been sent
     * @return the evidence
     */
    public static Evidence abandoned(String engine, UnknownReason reason, int syns) {
        return local(engine, syns).withHandshake(reason == UnknownReason.STALLED ? Handshake.FULL : Handshake.HALF);
    }

    /**
     * The same evidence with another count of SYNs.
     *
     * @param count how many SYNs were sent
     * @return a copy, or this where nothing changes
     */
    public Evidence withSyns(int count) {
        return count == syns ? this : new Evidence(signal, icmp, systemCall, errno, count, engine, handshake, clock);
    }

    /**
     * The same evidence with another handshake.
     *
     * @param made which handshake really happened
     * @return a copy, or this where nothing changes
     */
    public Evidence withHandshake(Handshake made) {
        return made == handshake ? this : new Evidence(signal, icmp, systemCall, errno, syns, engine, made, clock);
    }

    /**
     * The same evidence with an error.
     *
     * @param call the system call that reported it; null where none did
     * @param name the error's name; null where it is not known
     * @return a copy
     */
    public Evidence withError(@Nullable String call, @Nullable String name) {
        return new Evidence(signal, icmp, call, name, syns, engine, handshake, clock);
    }

    /**
     * The same evidence with an ICMP error.
     *
     * @param message the ICMP error; null where the engine did not see it
     * @return a copy
     */
    public Evidence withIcmp(@Nullable IcmpMessage message) {
        return new Evidence(signal, message, systemCall, errno, syns, engine, handshake, clock);
    }

    /** By hand: on JDK 17 a record's own method keeps the class loader of the last application that called it. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Evidence that
                && signal == that.signal
                && syns == that.syns
                && handshake == that.handshake
                && clock == that.clock
                && engine.equals(that.engine)
                && Objects.equals(icmp, that.icmp)
                && Objects.equals(systemCall, that.systemCall)
                && Objects.equals(errno, that.errno);
    }

    /** By hand, for the same reason. */
    @Override
    public int hashCode() {
        int hash = 31 * signal.hashCode() + syns;
        hash = 31 * hash + handshake.hashCode();
        hash = 31 * hash + clock.hashCode();
        hash = 31 * hash + engine.hashCode();
        hash = 31 * hash + Objects.hashCode(icmp);
        hash = 31 * hash + Objects.hashCode(systemCall);
        return 31 * hash + Objects.hashCode(errno);
    }
}
