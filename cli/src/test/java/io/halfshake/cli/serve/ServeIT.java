package io.halfshake.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cli.Program;
import io.halfshake.testing.TcpPeer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ServeIT {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d\\d:\\d\\d";
    private static final Pattern URL = Pattern.compile("serving (http://127\\.0\\.0\\.1:\\d+/)\n");

    @TempDir
    private Path directory;

    private Path stderr() {
        return directory.resolve("stderr");
    }

    private String file(String targets) throws IOException {
        return Files.writeString(
                        directory.resolve("halfshake.yaml"), "web: { port: 0 }\ntargets: [ " + targets + " ]\n")
                .toString();
    }

    private Program serve(String file) throws IOException {
        return Program.start(stderr(), "serve", "-c", file);
    }

    /** The test's timeout bounds it. */
    private Matcher awaitMessage(Program program, Pattern pattern) throws Exception {
        while (true) {
            boolean alive = program.isAlive();
            Matcher found = pattern.matcher(Files.readString(stderr()));
            if (found.find()) {
                return found;
            }
            assertThat(alive)
                    .as("it goes on, without %s in %s", pattern, stderr())
                    .isTrue();
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static String get(String uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString())
                .body();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void servesUntilItIsStopped(String signal, int status) throws Exception {
        try (TcpPeer open = TcpPeer.accepting();
                Program program = serve(file("\"" + open.target() + "\""))) {
            String url = awaitMessage(program, URL).group(1);
            // A check that is late would write its line after "stopping".
            String unused = awaitMessage(program, Pattern.compile(" INFO halfshake: UP: "))
                    .group();
            assertThat(get(url + "-/healthy")).isEqualTo("healthy\n");
            assertThat(get(url + "metrics")).contains("halfshake_monitor_targets{state=");
            program.signal(signal);
            assertThat(program.waitFor()).isEqualTo(status);
            assertThat(program.readLines()).as("standard output").isEmpty();
            assertThat(Files.readAllLines(stderr()).stream().filter(line -> line.contains("halfshake: ")))
                    .hasSizeGreaterThan(1)
                    .allMatch(line -> line.matches(TIME + " (INFO|WARNING) halfshake: .*"))
                    .last(InstanceOfAssertFactories.STRING)
                    .endsWith(" INFO halfshake: stopping");
        }
    }

    /** The start waits for the database, which is tried each second. */
    @Test
    void signalDuringTheStart_endsIt() throws Exception {
        try (TcpPeer database = TcpPeer.refusing()) {
            Path file = Files.writeString(
                    directory.resolve("halfshake.yaml"),
                    "web: { port: 0 }\ntargets: []\nstore: { url: \"jdbc:postgresql://" + database.target()
                            + "/history\" }\n");
            try (Program program = serve(file.toString())) {
                awaitMessage(program, Pattern.compile(" WARNING halfshake: store: history is not written"));
                program.signal("TERM");
                assertThat(program.waitFor()).isEqualTo(143);
                assertThat(Files.readString(stderr())).contains(" INFO halfshake: stopping\n");
            }
        }
    }

    @Test
    void hangUp_readsTheFileAgain() throws Exception {
        try (TcpPeer closed = TcpPeer.refusing();
                Program program = serve(file(""))) {
            awaitMessage(program, URL);
            file("\"" + closed.target() + "\", \"nonsense\"");
            program.signal("HUP");
            awaitMessage(program, Pattern.compile(" WARNING halfshake: configuration not reloaded: .*nonsense"));
            file("\"" + closed.target() + "\"");
            program.signal("HUP");
            awaitMessage(
                    program,
                    Pattern.compile(
                            " INFO halfshake: configuration reloaded: targets: 1 added, 0 removed, 0 changed\n"));
            awaitMessage(program, Pattern.compile(" WARNING halfshake: DOWN: .*" + closed.target()));
        }
    }

    private Program serveInAService(String socket, String file) throws IOException {
        return Program.startBy(
                List.of("env", "NOTIFY_SOCKET=" + socket, "WATCHDOG_USEC=20000000"), stderr(), "serve", "-c", file);
    }

    @Test
    void serviceManager_isNotified() throws Exception {
        String socket = "@halfshake-" + UUID.randomUUID();
        try (TcpPeer closed = TcpPeer.refusing();
                DatagramReceiver manager = new DatagramReceiver(socket);
                Program program = serveInAService(socket, file("\"" + closed.target() + "\""))) {
            assertThat(manager.receive()).matches("READY=1\nSTATUS=watching 1 target: 0 up, \\d down, \\d unknown");

            // At once: a service that is ready can be reloaded.
            program.signal("HUP");
            assertThat(manager.receive(message -> message.startsWith("RELOADING=1")))
                    .matches("RELOADING=1\nMONOTONIC_USEC=\\d+");
            assertThat(manager.receive(message -> message.startsWith("READY=1")))
                    .startsWith("READY=1\nSTATUS=watching 1 target: ");
            assertThat(manager.receive("WATCHDOG=1"::equals)).isNotEmpty();

            program.signal("TERM");
            assertThat(manager.receive(message -> message.startsWith("STOPPING")))
                    .isEqualTo("STOPPING=1\nSTATUS=stopping");
            assertThat(program.waitFor()).isEqualTo(143);
        }
    }

    @Test
    void serviceManagerThatCannotBeNotified_isOneLineAndChangesNothing() throws Exception {
        String socket = directory.resolve("none").toString();
        try (Program program = serveInAService(socket, file(""))) {
            String url = awaitMessage(program, URL).group(1);
            // Both ends of a reload are messages that fail too.
            program.signal("HUP");
            awaitMessage(program, Pattern.compile("halfshake: configuration reloaded: nothing has changed\n"));
            assertThat(get(url + "-/ready")).isEqualTo("ready\n");
            program.signal("TERM");
            assertThat(program.waitFor()).isEqualTo(143);
        }
        assertThat(Files.readAllLines(stderr()).stream().filter(line -> line.contains("service manager")))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("service manager not notified of READY=1: NOTIFY_SOCKET: \"" + socket + "\": sendto failed");
    }

    /** What they send there would pass for the watcher's. */
    @Test
    void programsOfSinks_doNotGetTheSocketOfTheServiceManager() throws Exception {
        Path written = directory.resolve("environment");
        try (TcpPeer closed = TcpPeer.refusing()) {
            Path file = Files.writeString(directory.resolve("halfshake.yaml"), """
                    web: { port: 0 }
                    defaults: { alerts: [ program ] }
                    targets: [ "%1$s" ]
                    sinks:
                      program: { type: exec, window: 10ms, command: [ sh, "-c", "env > %2$s.new && mv %2$s.new %2$s" ] }
                    """.formatted(closed.target(), written));
            try (Program program = serveInAService(directory.resolve("none").toString(), file.toString())) {
                while (Files.notExists(written)) {
                    assertThat(program.isAlive()).isTrue();
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            }
        }
        assertThat(Files.readAllLines(written))
                .anyMatch(line -> line.startsWith("PATH="))
                .noneMatch(line -> line.matches("(NOTIFY_SOCKET|WATCHDOG_\\w+)=.*"));
    }
}
