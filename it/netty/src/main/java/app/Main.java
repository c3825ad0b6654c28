package app;

import io.halfshake.it.HalfOpenVerifier;
import io.netty.util.Version;
import java.util.Map;
import java.util.TreeMap;

/** An application with a server and a client of its own on Netty's epoll transport. */
public final class Main {
    private Main() {}

    /**
     * Runs it.
     *
     * @param arguments the version that the pom asks for, which every Netty artifact has to have
     */
    public static void main(String[] arguments) throws Exception {
        requireVersion(arguments[0]);
        try (EchoService service = new EchoService()) {
            service.echo("before the checks");
            String report = HalfOpenVerifier.verify();
            service.echo("after the checks");
            System.out.println("Netty " + arguments[0] + "; " + report);
        }
    }

    private static void requireVersion(String expected) {
        Map<String, String> versions = new TreeMap<>();
        Version.identify().forEach((artifact, version) -> versions.put(artifact, version.artifactVersion()));
        if (versions.isEmpty() || !versions.values().stream().allMatch(expected::equals)) {
            throw new IllegalStateException("Netty: " + versions + " (expected " + expected + ")");
        }
    }
}
