package verify;

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
            Scenario.wrongConfiguration(List.of(command));
        }
    }

    private static void targetsThatGoDown(List<String> command, boolean ownBeans)
            throws IOException, InterruptedException {
        try (Peer db = new Peer();
                Peer cache = new Peer();
                Application application = new Application(
                        command,
                        Scenario.with(
                                "halfshake.targets[0].name=db",
                                "halfshake.targets[0].target=" + db.target(),
                                "halfshake.targets[0].group=data",
                                "halfshake.targets[1].name=cache",
                                "HALFSHAKE_TARGETS_1__TARGET=" + cache.target(),
                                "HALFSHAKE_HEALTH_READINESS=data"))) {
            application.await(
                    "/q/health/well",
                    "both up",
                    answer -> "up".equals(answer.state("halfshake", "db"))
                            && "up".equals(answer.state("halfshake", "cache")));
            application.await("/q/health/ready", "readiness", Application.Answer::isUp);

            cache.close();
            application.await(
                    "/q/health/well", "cache down", answer -> "down".equals(answer.state("halfshake", "cache")));
            for (String each : ENDPOINTS) {
                Scenario.requireStatus(application, each, 200);
            }

            db.close();
            Application.Answer unready = application.await("/q/health/ready", "no readiness", answer -> !answer.isUp());
            Scenario.require(
                    "refused"
                            .equals(unready.check("halfshake-readiness")
                                    .getJsonObject("data")
                                    .getString("db/reason")),
                    "reason",
                    unready);
            Scenario.requireStatus(application, "/q/health/ready", 503);
            Scenario.requireStatus(application, "/q/health/live", 200);
            Scenario.requireStatus(application, "/q/health/well", 200);
            Scenario.require(
                    application.get("/q/health/live").check("halfshake").isEmpty(), "no liveness", unready);

            db.open();
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
        try (Peer cache = new Peer();
                Application application = new Application(
                        command,
                        Scenario.with(
                                "halfshake.targets[0].name=cache",
                                "halfshake.targets[0].target=" + cache.target(),
                                "halfshake.health.affects-status=true"))) {
            application.await("/q/health/well", "cache up", answer -> "up".equals(answer.state("halfshake", "cache")));

            cache.close();
            application.await("/q/health/well", "no wellness", answer -> !answer.isUp());

            Scenario.requireStatus(application, "/q/health/well", 503);
            Scenario.requireStatus(application, "/q/health", 503);
            Scenario.requireStatus(application, "/q/health/live", 200);
            Scenario.requireStatus(application, "/q/health/ready", 200);
        }
    }
}
