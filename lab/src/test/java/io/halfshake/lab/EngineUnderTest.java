package io.halfshake.lab;

import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import java.net.StandardProtocolFamily;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Every engine that the lab tests. */
enum EngineUnderTest {
    HALF_OPEN("half-open"),
    SYN("syn"),
    CONNECT("connect");

    final String engineName;

    EngineUnderTest(String engineName) {
        this.engineName = engineName;
    }

    /** Each with IPv4 and with IPv6, for a {@code @MethodSource}. */
    static Stream<Arguments> withFamilies() {
        return Stream.of(values())
                .flatMap(engine -> Stream.of(StandardProtocolFamily.INET, StandardProtocolFamily.INET6)
                        .map(family -> Arguments.of(engine, family)));
    }

    CheckerBuilder builder() {
        return Checker.builder().engine(engineName);
    }

    /** How {@link InWords} tells of a RST: only where the kernel has a socket it has an errno for it. */
    String refused() {
        return this == SYN ? "DOWN REFUSED RST" : "DOWN REFUSED RST ECONNREFUSED";
    }

    @Override
    public String toString() {
        return engineName;
    }
}
