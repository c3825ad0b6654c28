package io.halfshake.linux;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every engine for Linux can be told: where packets leave, what they carry, and which event loops do the work.
 * {@link HalfOpen}, {@link Syn} and {@link Echo} add their own.
 *
 * <p>What the kernel refuses makes {@link io.halfshake.CheckerBuilder#build()} fail, with the system call and its errno
 * in the text. Not safe for use by several threads at once.
 *
 * @param <S> the setup itself
 */
public abstract class LinuxSetup<S extends LinuxSetup<S>> {
    /** linux/include/uapi/linux/if.h, IFNAMSIZ, less the terminating zero. */
    private static final int MAX_INTERFACE_NAME = 15;

    private static final int MAX_LOOPS = 64;

    private @Nullable InetAddress sourceAddress;
    private @Nullable String networkInterface;
    private int mark = SocketOptions.UNSET;
    private int timeToLive = SocketOptions.UNSET;
    private int trafficClass = SocketOptions.UNSET;
    private int loops = 1;
    private @Nullable NettyLoops eventLoops;

    LinuxSetup() {}

    abstract S self();

    /**
     * Sends from this address. No port is reserved by that (IP_BIND_ADDRESS_NO_PORT, ip(7)).
     *
     * @param address one of this machine's; targets of the other family then end as Unknown
     * @return this
     * @throws IllegalArgumentException if it is the wildcard address
     */
    public final S sourceAddress(InetAddress address) {
        require(!address.isAnyLocalAddress(), "sourceAddress", address.getHostAddress(), "one address, no wildcard");
        sourceAddress = address;
        return self();
    }

    /**
     * Sends through this interface or VRF only (SO_BINDTODEVICE, socket(7)).
     *
     * @param name such as {@code eth0}; 1 to 15 bytes
     * @return this
     * @throws IllegalArgumentException if the name is empty or longer
     */
    public final S networkInterface(String name) {
        int length = Objects.requireNonNull(name, "name").getBytes(StandardCharsets.UTF_8).length;
        require(length >= 1 && length <= MAX_INTERFACE_NAME, "networkInterface", name, "1 to 15 bytes");
        networkInterface = name;
        return self();
    }

    /**
     * Marks packets for policy routing and netfilter (SO_MARK, socket(7)); needs CAP_NET_ADMIN.
     *
     * @param mark zero or more
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public final S mark(int mark) {
        require(mark >= 0, "mark", mark, ">= 0");
        this.mark = mark;
        return self();
    }

    /**
     * The number of hops a packet may take (IP_TTL, ip(7); IPV6_UNICAST_HOPS, ipv6(7)).
     *
     * @param hops 1 to 255
     * @return this
     * @throws IllegalArgumentException if it is outside that range
     */
    public final S timeToLive(int hops) {
        require(hops >= 1 && hops <= 255, "timeToLive", hops, "1 to 255");
        timeToLive = hops;
        return self();
    }

    /**
     * The type of service or traffic class octet (IP_TOS, ip(7); IPV6_TCLASS, ipv6(7)).
     *
     * @param octet 0 to 255
     * @return this
     * @throws IllegalArgumentException if it is outside that range
     */
    public final S trafficClass(int octet) {
        require(octet >= 0 && octet <= 255, "trafficClass", octet, "0 to 255");
        trafficClass = octet;
        return self();
    }

    /**
     * How many event loops, each a thread, the engine makes for itself.
     *
     * @param count 1 to 64; the default is 1, which serves tens of thousands of checks a second
     * @return this
     * @throws IllegalArgumentException if it is outside that range
     */
    public final S loops(int count) {
        require(count >= 1 && count <= MAX_LOOPS, "loops", count, "1 to " + MAX_LOOPS);
        loops = count;
        return self();
    }

    /**
     * Runs on an application's event loops instead of the engine's own. With {@code half-open}, a task that holds one
     * up for more than 200 ms makes the kernel complete the handshakes that were answered meanwhile.
     *
     * @param shared event loops of Netty 4.2 or newer, which are not shut down with the checker
     * @return this
     */
    public final S eventLoops(NettyLoops shared) {
        eventLoops = Objects.requireNonNull(shared, "shared");
        return self();
    }

    final void copyCommonTo(LinuxSetup<?> copy) {
        copy.sourceAddress = sourceAddress;
        copy.networkInterface = networkInterface;
        copy.mark = mark;
        copy.timeToLive = timeToLive;
        copy.trafficClass = trafficClass;
        copy.loops = loops;
        copy.eventLoops = eventLoops;
    }

    final SocketOptions options() {
        return new SocketOptions(sourceAddress, networkInterface, mark, timeToLive, trafficClass);
    }

    /** Threads of our own are named for the engine. Throws with the system call and its error. */
    final List<EventLoop> openEventLoops(String engine, Supplier<? extends EpollCalls> callsForLoop) {
        return eventLoops == null ? EventLoops.own(engine, loops, callsForLoop) : eventLoops.all();
    }

    static void require(boolean holds, String name, Object value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected " + rule + ")");
        }
    }
}
