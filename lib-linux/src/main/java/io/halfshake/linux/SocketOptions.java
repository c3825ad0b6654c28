package io.halfshake.linux;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the user wants set on every socket. Null and {@link #UNSET} mean the system's default.
 *
 * @param sourceAddress where SYNs come from
 * @param networkInterface the interface they leave by
 * @param mark for policy routing and netfilter
 * @param timeToLive hops, also for IPv6
 * @param trafficClass the TOS or traffic class octet
 */
record SocketOptions(
        @Nullable InetAddress sourceAddress,
        @Nullable String networkInterface,
        int mark,
        int timeToLive,
        int trafficClass) {
    static final int UNSET = -1;
    static final SocketOptions NONE = new SocketOptions(null, null, UNSET, UNSET, UNSET);

    private static final int VALUE_LENGTH = 64;

    /** False where all is left at the system's default. */
    boolean isAnySet() {
        // Not by equals(): on JDK 17 the one that is generated for a record keeps the last class loader that called it.
        return sourceAddress != null
                || networkInterface != null
                || mark != UNSET
                || timeToLive != UNSET
                || trafficClass != UNSET;
    }

    /** Sets everything. Throws with the system call and its error if the kernel refuses something. */
    void apply(SystemCalls calls, int descriptor, int family) {
        applyAllButSource(calls, descriptor, family);
        if (sourceAddress != null) {
            bind(calls, descriptor, sourceAddress, new NativeMemory(VALUE_LENGTH));
        }
    }

    /** Sets everything but the address to send from. Throws as {@link #apply} does. */
    void applyAllButSource(SystemCalls calls, int descriptor, int family) {
        NativeMemory value = new NativeMemory(VALUE_LENGTH);
        boolean ipv6 = family == LibC.AF_INET6;
        if (networkInterface != null) {
            byte[] name = networkInterface.getBytes(StandardCharsets.UTF_8);
            value.bytes.put(0, name);
            require(
                    calls.setOption(descriptor, LibC.SOL_SOCKET, LibC.SO_BINDTODEVICE, value, name.length),
                    "setsockopt(SO_BINDTODEVICE, " + networkInterface + ")");
        }
        if (mark != UNSET) {
            set(calls, descriptor, LibC.SOL_SOCKET, LibC.SO_MARK, mark, "SO_MARK", value);
        }
        if (timeToLive != UNSET && ipv6) {
            set(calls, descriptor, LibC.IPPROTO_IPV6, LibC.IPV6_UNICAST_HOPS, timeToLive, "IPV6_UNICAST_HOPS", value);
        } else if (timeToLive != UNSET) {
            set(calls, descriptor, LibC.IPPROTO_IP, LibC.IP_TTL, timeToLive, "IP_TTL", value);
        }
        if (trafficClass != UNSET && ipv6) {
            set(calls, descriptor, LibC.IPPROTO_IPV6, LibC.IPV6_TCLASS, trafficClass, "IPV6_TCLASS", value);
        } else if (trafficClass != UNSET) {
            set(calls, descriptor, LibC.IPPROTO_IP, LibC.IP_TOS, trafficClass, "IP_TOS", value);
        }
    }

    /** Binds without taking a port: the kernel then chooses one for each destination, as without bind. */
    private static void bind(SystemCalls calls, int descriptor, InetAddress source, NativeMemory value) {
        set(calls, descriptor, LibC.IPPROTO_IP, LibC.IP_BIND_ADDRESS_NO_PORT, 1, "IP_BIND_ADDRESS_NO_PORT", value);
        int length = SocketAddresses.write(source, 0, value);
        require(calls.bind(descriptor, value, length), "bind(" + source.getHostAddress() + ")");
    }

    private static void set(
            SystemCalls calls, int descriptor, int level, int option, int value, String name, NativeMemory memory) {
        memory.bytes.putInt(0, value);
        require(
                calls.setOption(descriptor, level, option, memory, Integer.BYTES),
                "setsockopt(" + name + ", " + value + ")");
    }

    private static void require(int result, String call) {
        if (result < 0) {
            throw new SystemCallException(call, -result);
        }
    }
}
