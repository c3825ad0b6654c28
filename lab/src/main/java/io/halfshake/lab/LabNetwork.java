package io.halfshake.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether this process is in a network of its own, where a lab may be. {@code lab/network/bin/java} starts a JVM in one
 * and says in the environment how that went.
 */
public final class LabNetwork {
    /** The network outside, as /proc/self/ns/net named it before a new one was made. */
    private static final String OUTSIDE = "HALFSHAKE_LAB_OUTSIDE";

    /** Why no network could be made, or no interface in it. */
    private static final String TROUBLE = "HALFSHAKE_LAB_TROUBLE";

    private LabNetwork() {}

    /**
     * Why there can be no lab here.
     *
     * @return a sentence; empty if there can be one
     */
    public static String trouble() {
        String outside = System.getenv(OUTSIDE);
        String trouble = System.getenv(TROUBLE);
        if (trouble != null) {
            return trouble;
        } else if (outside == null) {
            return "no network of its own: not started by lab/network/bin/java, as \"mvn verify\" does";
        }
        try {
            String here = Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
            return here.equals(outside) ? "no network of its own: still in " + here : "";
        } catch (IOException e) {
            return "no network of its own: " + e;
        }
    }

    static void require() {
        String trouble = trouble();
        if (!trouble.isEmpty()) {
            throw new IllegalStateException("lab: " + trouble);
        }
    }
}
