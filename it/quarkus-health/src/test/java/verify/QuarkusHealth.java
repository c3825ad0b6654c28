package verify;

import io.halfshake.testing.TcpPeer;
import java.io.IOException;
import java.util.List;

/** Starts the application with real targets, closes these, and asks all endpoints. Arguments: those of java. */
public final class QuarkusHealth {
    private static final String[] ENDPOINTS = {"/q/health", "/q/health/live", "/q/health/ready", "/q/health/well"};

    private QuarkusHealth() {}

    public static void main(String[] command) throws Exception {
        boolean ownBeans = Boolean.getBoolean("own.beans");
        targetsThatGoDown(List.of(command), ownBeans);
        if (!ownBeans) {
            targetsThatAffectTheStatus(List.of(command));
            checkThatIsTurnedOff(List.of(command));
            Scenario.wrongConfiguration(List.of(command));
        }
    }

    private static void targetsThatGoDown(List<String> command, boolean ownBeans)
            throws IOException, InterruptedException {
        try (TcpPeer db = TcpPeer.accepting();
                TcpPeer cache = TcpPeer.accepting();
                Application application = new Application(
                        command,
                        Scenario.with(
                                "halfshake.targets[0].name=db",
                                "halfshake.targets[0].target=" + db.target(),
                                "halfshake.targets[0].group=data",
                                "halfshake.targets[1].name=cache",
                                "HALFSHAKE_TARGETS_1__TARGET=" + cache.target(),
                                // As Kubernetes sets for a service of that name.
                                "HALFSHAKE_PORT=tcp://127.0.0.1:80",
                                "HALFSHAKE_HEALTH_READINESS=data"))) {
            application.await(
                    "/q/health/well",
                    "both up",
                    answer -> "up".equals(answer.data("halfshake", "db"))
                            && "up".equals(answer.data("halfshake", "cache")));
            application.await("/q/health/ready", "readiness", Application.Answer::isUp);

            cache.goDown();
            application.await(
                    "/q/health/well", "cache down", answer -> "down".equals(answer.data("halfshake", "cache")));
            for (String each : ENDPOINTS) {
                Scenario.requireStatus(application, each, 200);
            }

            db.goDown();
            // The reason is that of the last check, which on a busy machine may have been stalled.
            application.await(
                    "/q/health/ready",
                    "no readiness, refused",
                    answer -> !answer.isUp() && "refused".equals(answer.data("halfshake-readiness", "db/reason")));
            Scenario.requireStatus(application, "/q/health/ready", 503);
            Scenario.requireStatus(application, "/q/health/live", 200);
            Scenario.requireStatus(application, "/q/health/well", 200);
            Application.Answer live = application.get("/q/health/live");
            Scenario.require(
                    live.check("halfshake").isEmpty()
                            && live.check("halfshake-readiness").isEmpty(),
                    "no check of liveness",
                    live);

            db.goUp();
            application.await("/q/health/ready", "readiness", Application.Answer::isUp);

            application.stop();
            Scenario.requireHalfOpen(application);
            String output = application.output();
            Scenario.require(output.contains("own checker opened") == ownBeans, "own checker", output);
            Scenario.require(output.contains("own monitor opened") == ownBeans, "own monitor", output);
            Scenario.require(output.contains("own checker closed") == ownBeans, "own checker closed", output);
            Scenario.require(
                    output.contains("own listener: " + db.target() + " is DOWN") == ownBeans, "own listener", output);
        }
    }

    private static void targetsThatAffectTheStatus(List<String> command) throws IOException, InterruptedException {
        try (TcpPeer cache = TcpPeer.accepting();
                Application application = new Application(
                        command,
                        Scenario.with(
                                "halfshake.targets[0].name=cache",
                                "halfshake.targets[0].target=" + cache.target(),
                                "halfshake.health.affects-status=true"))) {
            application.await("/q/health/well", "cache up", answer -> "up".equals(answer.data("halfshake", "cache")));

            cache.goDown();
            application.await("/q/health/well", "no wellness", answer -> !answer.isUp());

            Scenario.requireStatus(application, "/q/health/well", 503);
            Scenario.requireStatus(application, "/q/health", 503);
            Scenario.requireStatus(application, "/q/health/live", 200);
            Scenario.requireStatus(application, "/q/health/ready", 200);
        }
    }

    private static void checkThatIsTurnedOff(List<String> command) throws IOException, InterruptedException {
        try (Application application = new Application(
                command,
                Scenario.with(
                        "halfshake.targets[0].target=127.0.0.1:1",
                        "halfshake.health.readiness=127.0.0.1:1",
                        "quarkus.smallrye-health.check.\"io.halfshake.microprofile.health.TargetsHealthCheck\""
                                + ".enabled=false"))) {
            application.await("/q/health/ready", "no readiness", answer -> !answer.isUp());

            Application.Answer well = application.get("/q/health/well");
            Scenario.require(well.check("halfshake").isEmpty(), "no check of all targets", well);
        }
    }
}
