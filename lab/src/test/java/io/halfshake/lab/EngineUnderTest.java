package io.halfshake.lab;

import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;

/** Every engine that the lab tests. */
enum EngineUnderTest {
    HALF_OPEN("half-open"),
    CONNECT("connect");

    final String engineName;

    EngineUnderTest(String engineName) {
        this.engineName = engineName;
    }

    CheckerBuilder builder() {
        return Checker.builder().engine(engineName);
    }

    @Override
    public String toString() {
        return engineName;
    }
}
