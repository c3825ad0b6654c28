package io.halfshake.internal;

import org.jspecify.annotations.Nullable;

/** What a user's checker returns, which is null where that is an unstubbed mock. */
public final class CheckerReturns {
    private CheckerReturns() {}

    /**
     * What was returned.
     *
     * @param call the method that returned it
     * @param rule what it should have been
     * @throws IllegalStateException if it is null
     */
    public static <T> T require(@Nullable T returned, String call, String rule) {
        if (returned == null) {
            throw nullReturned(call, rule);
        }
        return returned;
    }

    /** The exception for null. */
    public static IllegalStateException nullReturned(String call, String rule) {
        return new IllegalStateException("checker." + call + ": null (expected " + rule + ")");
    }
}
