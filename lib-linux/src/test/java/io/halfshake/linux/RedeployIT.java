package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A closed checker leaves nothing behind that refers to the class loader of its application. */
class RedeployIT {
    private static final String BUNDLED = "io.halfshake.";
    private static final String BUNDLED_WITH_JNA = "io.halfshake.,com.sun.jna.";

    private static void assertNoClassLoaderRemains(ForkedJvm jvm, String... applications) throws Exception {
        List<String> expected = new ArrayList<>();
        for (String bundled : applications) {
            expected.add("remaining of " + bundled + ": 0");
        }
        assertThat(jvm.run(applications).output())
                .containsAll(expected)
                .filteredOn(line -> line.startsWith("created: "))
                .hasSize(Redeployed.DEPLOYMENTS * applications.length)
                .containsOnly("created: half-open HALF");
    }

    /** By {@code java.lang.foreign} where the JDK has it, else by JNA in the container. */
    @Test
    void redeploy_leavesNoClassLoader() throws Exception {
        assertNoClassLoaderRemains(new ForkedJvm(Redeployed.class), BUNDLED);
    }

    /** In the container, and in the application. Both wait for JNA, at the same time. */
    @Test
    @Tag("once")
    void redeployWithJna_leavesNoClassLoader() throws Exception {
        assertNoClassLoaderRemains(
                new ForkedJvm(Redeployed.class).options("-Dhalfshake.system-calls=jna"), BUNDLED, BUNDLED_WITH_JNA);
    }
}
