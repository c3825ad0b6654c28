package io.halfshake.internal;

import org.jspecify.annotations.Nullable;

/** What a checker of the user's returns, which may be a mock that was told nothing, and then is null. */
public final class Answers {
    private Answers() {}

    /**
     * What was returned.
     *
     * @param call the method that returned it
     * @param rule what it should have been
     * @throws IllegalStateException if it is null
     */
    public static <T> T require(@Nullable T answer, String call, String rule) {
        if (answer == null) {
            throw isNull(call, rule);
        }
        return answer;
    }

    /** The exception for null. */
    public static IllegalStateException isNull(String call, String rule) {
        return new IllegalStateException("checker." + call + ": null (expected " + rule + ")");
    }
}
