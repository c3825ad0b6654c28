package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A closed checker leaves nothing behind that refers to the class loader of its application. */
@Tag("once")
class RedeployIT {
    private static void assertNoClassLoaderRemains(ForkedJvm jvm, String... bundled) throws Exception {
        assertThat(jvm.run(bundled).output()).contains("created: half-open HALF", "remaining: 0");
    }

    private static ForkedJvm onJna() {
        return new ForkedJvm(Redeployed.class).options("-Dhalfshake.system-calls=jna");
    }

    @Test
    void redeploy_leavesNoClassLoader() throws Exception {
        assertNoClassLoaderRemains(new ForkedJvm(Redeployed.class), "io.halfshake.");
    }

    @Test
    void redeployWithJnaInTheContainer_leavesNoClassLoader() throws Exception {
        assertNoClassLoaderRemains(onJna(), "io.halfshake.");
    }

    @Test
    void redeployWithJnaInTheApplication_leavesNoClassLoader() throws Exception {
        assertNoClassLoaderRemains(onJna(), "io.halfshake.", "com.sun.jna.");
    }
}
