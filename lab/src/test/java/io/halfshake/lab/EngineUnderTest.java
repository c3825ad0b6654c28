package io.halfshake.lab;

import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import java.net.StandardProtocolFamily;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Every engine that the lab tests. {@code -Dhalfshake.lab.loops=netty} for event loops of an application instead of its
 * {@code own}.
 */
enum EngineUnderTest {
    HALF_OPEN("half-open"),
    SYN("syn"),
    CONNECT("connect");

    static final boolean ON_NETTY = isOnNetty(System.getProperty("halfshake.lab.loops", "own"));

    final String engineName;

    EngineUnderTest(String engineName) {
        this.engineName = engineName;
    }

    private static boolean isOnNetty(String loops) {
        return switch (loops) {
            case "netty" -> true;
            case "own" -> false;
            default -> throw new IllegalArgumentException("halfshake.lab.loops: " + loops + " (expected own or netty)");
        };
    }

    /**
     * For a {@code @MethodSource}: on Netty's event loops, which {@link #CONNECT} does not use, with it only where its
     * threads are not those of the build on the first JDK: virtual ones, from JDK 21 on.
     */
    static Stream<EngineUnderTest> all() {
        boolean isTriedElsewhere = ON_NETTY && Runtime.version().feature() < 21;
        return Stream.of(values()).filter(engine -> engine != CONNECT || !isTriedElsewhere);
    }

    /** Each with IPv4 and with IPv6, for a {@code @MethodSource}. */
    static Stream<Arguments> withFamilies() {
        return all().flatMap(engine -> Stream.of(StandardProtocolFamily.INET, StandardProtocolFamily.INET6)
                .map(family -> Arguments.of(engine, family)));
    }

    CheckerBuilder builder() {
        return switch (this) {
            case HALF_OPEN -> ON_NETTY ? NettyEngines.halfOpen() : named();
            case SYN -> ON_NETTY ? NettyEngines.syn() : named();
            case CONNECT -> named();
        };
    }

    private CheckerBuilder named() {
        return Checker.builder().engine(engineName);
    }

    /** How {@link InWords} tells of a RST: only where the kernel has a socket it has an errno for it. */
    String refused() {
        return this == SYN ? "DOWN REFUSED RST" : "DOWN REFUSED RST ECONNREFUSED";
    }

    /**
     * How many of many checks a busy machine may hold up. Of the hundreds of threads of connect it may let one wait
     * while the process as a whole goes on.
     */
    int maxHeldUp(int checks) {
        return checks / (this == CONNECT ? 2 : 100);
    }

    /**
     * How many of many checks may find nothing of a host that answers, where the whole process was paused. A thread of
     * connect that waits alone reports that it stalled.
     */
    static int maxSilent(int checks) {
        return checks / 100;
    }

    @Override
    public String toString() {
        return engineName;
    }
}
