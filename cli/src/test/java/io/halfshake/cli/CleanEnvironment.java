package io.halfshake.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Processes that do not get what is set for the command line, or for any JVM, where the tests are started. */
public final class CleanEnvironment {
    /** HotSpot's, and those by which a service manager tells a process that it runs as a service. */
    private static final Set<String> NAMES = Set.of(
            "_JAVA_OPTIONS",
            "JAVA_TOOL_OPTIONS",
            "JDK_JAVA_OPTIONS",
            "CACHE_DIRECTORY",
            "NOTIFY_SOCKET",
            "WATCHDOG_PID",
            "WATCHDOG_USEC");

    private static final String PREFIX = "HALFSHAKE_";

    private CleanEnvironment() {}

    public static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        clear(builder.environment());
        return builder;
    }

    static void clear(Map<String, String> environment) {
        environment.keySet().removeIf(name -> NAMES.contains(name) || name.startsWith(PREFIX));
    }
}
