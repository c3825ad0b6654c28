package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A closed checker leaves nothing behind that refers to the class loader of its application. */
@Tag("once")
class RedeployIT {
    private static void assertNoClassLoaderRemains(String... bundled) throws Exception {
        assertThat(new ForkedJvm(Redeployed.class).run(bundled).output())
                .contains("created: half-open HALF", "remaining: 0");
    }

    @Test
    void redeployWithJnaInTheContainer_leavesNoClassLoader() throws Exception {
        assertNoClassLoaderRemains("io.halfshake.");
    }

    @Test
    void redeployWithJnaInTheApplication_leavesNoClassLoader() throws Exception {
        assertNoClassLoaderRemains("io.halfshake.", "com.sun.jna.");
    }
}
