package io.halfshake.testing;

import io.halfshake.CheckResult;
import org.jspecify.annotations.Nullable;

/** The way into AssertJ assertions about what a check found. Import it beside AssertJ's own {@code assertThat}. */
public final class HalfshakeAssertions {
    private HalfshakeAssertions() {}

    /**
     * Begins an assertion.
     *
     * @param actual what a check found; null fails every assertion
     * @return an assertion that says result and evidence where it fails
     */
    public static CheckResultAssert assertThat(@Nullable CheckResult actual) {
        return new CheckResultAssert(actual);
    }
}
