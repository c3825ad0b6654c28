package io.halfshake.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cli.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code halfshake serve} in a JVM of its own, and a client of its pages. The test's timeout bounds what waits. */
final class ServeProcess implements AutoCloseable {
    private static final Pattern SERVING = Pattern.compile("serving (http://127\\.0\\.0\\.1:\\d+/)\n");
    private static final int TIMEOUT_MILLIS = 60_000;

    private final Program program;
    private final Path stderr;
    private final URI uri;

    /** A response, all of it. */
    record Reply(int status, String body) {}

    private ServeProcess(Program program, Path stderr, URI uri) {
        this.program = program;
        this.stderr = stderr;
        this.uri = uri;
    }

    private static Path file(Path directory) {
        return directory.resolve("halfshake.yaml");
    }

    /** The configuration in the directory from now on, on any port that is free. */
    static void configure(Path directory, String rest) throws IOException {
        Path unused = Files.writeString(file(directory), "web: { port: 0 }\n" + rest);
    }

    /** Serves the configuration in the directory. Returns once its targets are watched, after it listens. */
    static ServeProcess start(Path directory, String... jvmOptions) throws Exception {
        Path stderr = Files.createTempFile(directory, "stderr", "");
        List<String> options = new ArrayList<>(List.of(jvmOptions));
        // One that is killed while it loads the library of the history's database leaves it there.
        options.add("-Djava.io.tmpdir=" + directory);
        Program program = Program.startWith(
                options, stderr, "serve", "-c", file(directory).toString());
        boolean started = false;
        try {
            URI uri = URI.create(await(program, stderr, SERVING).group(1));
            ServeProcess watcher = new ServeProcess(program, stderr, uri);
            while (watcher.get("/-/ready").status() != 200) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            started = true;
            return watcher;
        } finally {
            if (!started) {
                program.close();
            }
        }
    }

    private static Matcher await(Program program, Path stderr, Pattern pattern) throws Exception {
        while (true) {
            boolean alive = program.isAlive();
            String log = Files.readString(stderr);
            Matcher found = pattern.matcher(log);
            if (found.find()) {
                return found;
            }
            assertThat(alive).as("it goes on, without %s in %s", pattern, log).isTrue();
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    Program program() {
        return program;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), uri.getPort());
    }

    /** What it has written to standard error so far. */
    String log() throws IOException {
        return Files.readString(stderr);
    }

    /** Until it has written that to standard error. */
    void awaitLog(String pattern) throws Exception {
        Matcher unused = await(program, stderr, Pattern.compile(pattern));
    }

    Reply get(String path) throws Exception {
        return send("GET", path);
    }

    Reply post(String path) throws Exception {
        return send("POST", path);
    }

    /** Until the page has the text. */
    void awaitPage(String path, String text) throws Exception {
        while (!get(path).body().contains(text)) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private HttpURLConnection open(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) uri.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        return connection;
    }

    private Reply send(String method, String path) throws IOException {
        HttpURLConnection connection = open(path);
        connection.setRequestMethod(method);
        int status = connection.getResponseCode();
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Reply(status, new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /**
     * Beside clients that hold all the connections that there may be: the JDK's server closes one more at once, without
     * reading the request, so that the client's kernel gets a reset. Any other request is answered the first time.
     */
    Reply getOnceThereIsRoom(String path) throws Exception {
        while (true) {
            try {
                return get(path);
            } catch (SocketException e) {
                assertThat(program.isAlive()).as("it goes on after %s", e).isTrue();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    /** A stream of events, from its begin. */
    BufferedReader events() throws IOException {
        return new BufferedReader(new InputStreamReader(open("/events").getInputStream(), StandardCharsets.UTF_8));
    }

    /** Whether there is room for another stream of events, which is closed again. */
    boolean hasRoomForEvents() throws IOException {
        HttpURLConnection connection = open("/events");
        try {
            return connection.getResponseCode() == 200;
        } catch (SocketException e) {
            return false;
        } finally {
            connection.disconnect();
        }
    }

    /** How many threads the process has: proc(5). */
    int threads() throws IOException {
        String name = "Threads:";
        Path status = Path.of("/proc", Long.toString(program.pid()), "status");
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(name))
                .mapToInt(line -> Integer.parseInt(line.substring(name.length()).strip()))
                .findFirst()
                .orElseThrow();
    }

    /** Waits for its end: it writes to the directory, which the test deletes. */
    @Override
    public void close() throws IOException {
        program.close();
        try {
            int unused = program.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
