package io.halfshake.linux;

/** What the engines are called, in evidence and where one is asked for by name. */
final class EngineNames {
    static final String HALF_OPEN = "half-open";
    static final String SYN = "syn";
    static final String ECHO = "echo";

    private EngineNames() {}
}
