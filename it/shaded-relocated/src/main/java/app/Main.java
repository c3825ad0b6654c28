package app;

import io.halfshake.it.HalfOpenVerifier;

/** An application in one jar, with Halfshake under another name, beside a library that uses Halfshake under its own. */
public final class Main {
    private Main() {}

    /**
     * Verifies both.
     *
     * @param arguments the verifiers' names as they have to be
     */
    public static void main(String[] arguments) throws Exception {
        if (!HalfOpenVerifier.class.getName().equals(arguments[0])) {
            throw new IllegalStateException(
                    "relocated to: " + HalfOpenVerifier.class + " (expected " + arguments[0] + ")");
        }
        System.out.println(arguments[0] + ": " + HalfOpenVerifier.verify());
        Object report = Class.forName(arguments[1]).getMethod("verify").invoke(null);
        System.out.println(arguments[1] + ": " + report);
    }
}
