package verify;

import io.halfshake.testing.TcpPeer;
import java.io.IOException;
import java.util.List;

/** The same in a runtime that has no wellness checks. Arguments: those of java. */
public final class HelidonHealth {
    private HelidonHealth() {}

    public static void main(String[] command) throws Exception {
        targetThatGoesDown(List.of(command));
        Scenario.wrongConfiguration(List.of(command));
    }

    private static void targetThatGoesDown(List<String> command) throws IOException, InterruptedException {
        try (TcpPeer db = TcpPeer.accepting();
                TcpPeer cache = TcpPeer.accepting();
                Application application = new Application(
                        command,
                        Scenario.with(
                                "HALFSHAKE_TARGETS_0__TARGET=" + db.target(),
                                "halfshake.targets[1].target=" + cache.target(),
                                // As Kubernetes sets for a service of that name.
                                "HALFSHAKE_PORT=tcp://127.0.0.1:80",
                                "halfshake.health.readiness=data"))) {
            application.await(
                    "/health/ready", "db up", answer -> "up".equals(answer.data("halfshake-readiness", "db")));
            Scenario.require(
                    application.get("/health").check("halfshake").isEmpty(),
                    "no check without qualifier",
                    application.get("/health"));

            cache.goDown();
            db.goDown();
            application.await("/health/ready", "no readiness", answer -> !answer.isUp());
            Scenario.requireStatus(application, "/health/ready", 503);
            Scenario.requireStatus(application, "/health", 503);
            Scenario.requireStatus(application, "/health/live", 200);

            db.goUp();
            application.await("/health/ready", "readiness", Application.Answer::isUp);
            Scenario.requireStatus(application, "/health", 200);

            application.stop();
            Scenario.requireHalfOpen(application);
        }
    }
}
