package io.halfshake.linux;

import io.halfshake.spi.EngineProvider;
import io.netty.channel.IoEventLoopGroup;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sets up the {@code half-open} engine.
 *
 * <pre>{@code
 * Checker checker = Checker.builder()
 *         .engine(new HalfOpen().sourceAddress(address).provider())
 *         .build();
 * }</pre>
 *
 * <p>What the kernel refuses makes {@link io.halfshake.CheckerBuilder#build()} fail, with the system call and its errno
 * in the text. Not safe for use by several threads at once.
 */
public final class HalfOpen {
    /** linux/include/uapi/linux/if.h, IFNAMSIZ, less the terminating zero. */
    private static final int LONGEST_INTERFACE_NAME = 15;

    private static final int MOST_LOOPS = 64;

    private @Nullable InetAddress sourceAddress;
    private @Nullable String networkInterface;
    private int mark = SocketOptions.UNSET;
    private int timeToLive = SocketOptions.UNSET;
    private int trafficClass = SocketOptions.UNSET;
    private int loops = 1;
    private @Nullable IoEventLoopGroup eventLoopGroup;
    private SocketFactory.@Nullable Mode mode;

    /** Default settings. */
    public HalfOpen() {}

    /**
     * Sends SYNs from this address. No port is reserved by that (IP_BIND_ADDRESS_NO_PORT, ip(7)).
     *
     * @param address one of this machine's; targets of the other family then end as Unknown
     * @return this
     * @throws IllegalArgumentException if it is the wildcard address
     */
    public HalfOpen sourceAddress(InetAddress address) {
        require(!address.isAnyLocalAddress(), "sourceAddress", address.getHostAddress(), "one address, no wildcard");
        sourceAddress = address;
        return this;
    }

    /**
     * Sends SYNs through this interface or VRF only (SO_BINDTODEVICE, socket(7)).
     *
     * @param name such as {@code eth0}; 1 to 15 bytes
     * @return this
     * @throws IllegalArgumentException if the name is empty or longer
     */
    public HalfOpen networkInterface(String name) {
        int length = Objects.requireNonNull(name, "name").getBytes(StandardCharsets.UTF_8).length;
        require(length >= 1 && length <= LONGEST_INTERFACE_NAME, "networkInterface", name, "1 to 15 bytes");
        networkInterface = name;
        return this;
    }

    /**
     * Marks packets for policy routing and netfilter (SO_MARK, socket(7)); needs CAP_NET_ADMIN.
     *
     * @param mark zero or more
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public HalfOpen mark(int mark) {
        require(mark >= 0, "mark", mark, ">= 0");
        this.mark = mark;
        return this;
    }

    /**
     * The number of hops a SYN may take (IP_TTL, ip(7); IPV6_UNICAST_HOPS, ipv6(7)).
     *
     * @param hops 1 to 255
     * @return this
     * @throws IllegalArgumentException if it is outside that range
     */
    public HalfOpen timeToLive(int hops) {
        require(hops >= 1 && hops <= 255, "timeToLive", hops, "1 to 255");
        timeToLive = hops;
        return this;
    }

    /**
     * The type of service or traffic class octet (IP_TOS, ip(7); IPV6_TCLASS, ipv6(7)).
     *
     * @param octet 0 to 255
     * @return this
     * @throws IllegalArgumentException if it is outside that range
     */
    public HalfOpen trafficClass(int octet) {
        require(octet >= 0 && octet <= 255, "trafficClass", octet, "0 to 255");
        trafficClass = octet;
        return this;
    }

    /**
     * How many event loops, each a thread, the engine makes for itself.
     *
     * @param count 1 to 64; the default is 1, which serves tens of thousands of checks a second
     * @return this
     * @throws IllegalArgumentException if it is outside that range
     */
    public HalfOpen loops(int count) {
        require(count >= 1 && count <= MOST_LOOPS, "loops", count, "1 to " + MOST_LOOPS);
        loops = count;
        return this;
    }

    /**
     * Runs on these event loops instead of the engine's own. A task that holds one up for more than 200 ms makes the
     * kernel complete the handshakes that were answered meanwhile.
     *
     * @param group drives epoll; not shut down with the checker
     * @return this
     */
    public HalfOpen eventLoopGroup(IoEventLoopGroup group) {
        eventLoopGroup = Objects.requireNonNull(group, "group");
        return this;
    }

    /**
     * Uses each socket for many checks, or for one only. By default the engine's self-test decides.
     *
     * @param reuse false for a fresh socket a check, at about one and a half times the cost
     * @return this
     */
    public HalfOpen reuseSockets(boolean reuse) {
        mode = reuse ? SocketFactory.Mode.REUSED : SocketFactory.Mode.FRESH;
        return this;
    }

    /**
     * The engine, for {@link io.halfshake.CheckerBuilder#engine(EngineProvider)}.
     *
     * @return a provider with these settings; later calls on this object do not change it
     */
    public EngineProvider provider() {
        HalfOpen copy = new HalfOpen();
        copy.sourceAddress = sourceAddress;
        copy.networkInterface = networkInterface;
        copy.mark = mark;
        copy.timeToLive = timeToLive;
        copy.trafficClass = trafficClass;
        copy.loops = loops;
        copy.eventLoopGroup = eventLoopGroup;
        copy.mode = mode;
        return new HalfOpenProvider(copy);
    }

    SocketOptions options() {
        return new SocketOptions(sourceAddress, networkInterface, mark, timeToLive, trafficClass);
    }

    SocketFactory.Mode modeOr(SocketFactory.Mode found) {
        return mode == null ? found : mode;
    }

    EventLoops eventLoops() {
        return eventLoopGroup == null ? EventLoops.own(loops) : EventLoops.of(eventLoopGroup);
    }

    private static void require(boolean holds, String name, Object value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected " + rule + ")");
        }
    }
}
