package verify;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** What is verified in every runtime, and how. */
final class Scenario {
    private static final String[] SETTINGS = {
        "halfshake.interval=500ms", "halfshake.timeout=500ms", "halfshake.fall=2", "halfshake.rise=1"
    };

    private Scenario() {}

    /** Settings for tests, and more. */
    static String[] with(String... more) {
        String[] all = Arrays.copyOf(SETTINGS, SETTINGS.length + more.length);
        System.arraycopy(more, 0, all, SETTINGS.length, more.length);
        return all;
    }

    static void wrongConfiguration(List<String> command) throws IOException, InterruptedException {
        requireRefused(
                "halfshake.targets[1].target: \"db\" (expected \"host:port\", or \"[address]:port\" for IPv6)",
                command,
                "halfshake.targets[0].target=127.0.0.1:1",
                "halfshake.targets[1].target=db");
        // Not set, so the target would be none.
        requireRefused(
                "halfshake.targets[0].target: \"${DB_TARGET}\" (expected",
                command,
                "halfshake.targets[0].target=${DB_TARGET}");
        requireRefused(
                "halfshake.targets.db: \"127.0.0.1:1\" (expected a list", command, "halfshake.targets.db=127.0.0.1:1");
    }

    private static void requireRefused(String message, List<String> command, String... properties)
            throws IOException, InterruptedException {
        try (Application application = new Application(command, properties)) {
            int status = application.awaitEnd();
            require(status != 0, "status other than 0", status);
            require(application.output().contains(message), message, application.output());
        }
    }

    /** The engine comes with the library, at run time only. */
    static void requireHalfOpen(Application application) {
        require(application.output().contains("checks with half-open"), "half-open", application.output());
    }

    static void requireStatus(Application application, String path, int status)
            throws IOException, InterruptedException {
        Application.Answer answer = application.get(path);
        Specification.require(answer);
        require(answer.status() == status, path + " with status " + status, answer);
    }

    static void require(boolean met, String what, Object actual) {
        if (!met) {
            throw new IllegalStateException(actual + " (expected " + what + ")");
        }
    }
}
