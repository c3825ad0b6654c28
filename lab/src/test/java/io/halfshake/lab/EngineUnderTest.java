package io.halfshake.lab;

import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;

/** Every engine that the lab tests. */
enum EngineUnderTest {
    HALF_OPEN("half-open"),
    SYN("syn"),
    CONNECT("connect");

    final String engineName;

    EngineUnderTest(String engineName) {
        this.engineName = engineName;
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
