package io.halfshake.cli;

/**
 * Runs checks in the forms that are used most, so that the JVM can list the classes they load. The launcher makes its
 * class archive from that list. Asks a port of this host that is usually closed.
 */
final class TrainingRun {
    private static final String TARGET = "127.0.0.1:1";
    private static final String TIMEOUT = "50ms";

    private TrainingRun() {}

    /**
     * Runs the commands and ends the process with the status of the last one.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        JavaLogging.configure();
        Launcher launcher = Launcher.ofThisProcess();
        CommandLineApplication application = new CommandLineApplication(Main.environment(launcher));
        application.run("check", "-t", TIMEOUT, TARGET);
        application.run("check", "-t", TIMEOUT, "--json", TARGET);
        int status = application.run("check", "-t", TIMEOUT, "-q", "-n", "2", TARGET);
        System.exit(launcher.jvmStatus(status));
    }
}
