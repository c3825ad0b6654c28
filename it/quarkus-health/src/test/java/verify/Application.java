package verify;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process with the application, which prints the address that it listens on. */
final class Application implements AutoCloseable {
    private static final long LIMIT_SECONDS = 120;
    private static final long PAUSE_MILLIS = 50;
    private static final Pattern LISTENING = Pattern.compile("http://[^ :]+:(\\d+)");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final StringBuilder output = new StringBuilder();
    private final Thread reader;

    /**
     * Starts it.
     *
     * @param command the arguments of java
     * @param properties such as {@code halfshake.interval=1s}, or an environment variable in capitals
     */
    Application(List<String> command, String... properties) throws IOException {
        ProcessBuilder builder = new ProcessBuilder().redirectErrorStream(true);
        List<String> whole = builder.command();
        whole.add(System.getProperty("java.home") + "/bin/java");
        whole.add("-Xmx256m");
        for (String each : properties) {
            String[] nameAndValue = each.split("=", 2);
            if (nameAndValue[0].equals(nameAndValue[0].toUpperCase(Locale.ROOT))) {
                builder.environment().put(nameAndValue[0], nameAndValue[1]);
            } else {
                whole.add("-D" + each);
            }
        }
        whole.addAll(command);
        process = builder.start();
        reader = new Thread(this::read, "output");
        reader.start();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (output) {
                    output.append(line).append('\n');
                }
                System.out.println("  " + line);
            }
        } catch (IOException e) {
            System.out.println("output: " + e);
        }
    }

    String output() {
        synchronized (output) {
            return output.toString();
        }
    }

    private int port() throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            Matcher listening = LISTENING.matcher(output());
            if (listening.find()) {
                return Integer.parseInt(listening.group(1));
            }
            if (!process.isAlive()) {
                throw new IllegalStateException("ended with status " + process.exitValue() + " (expected to listen)");
            }
            pause(start, "a port");
        }
    }

    /** Asks until the answer is as expected. */
    Answer await(String path, String what, Predicate<Answer> expected) throws IOException, InterruptedException {
        int port = port();
        long start = System.nanoTime();
        Answer answer = get(port, path);
        while (!expected.test(answer)) {
            pause(start, what + ", last " + answer);
            answer = get(port, path);
        }
        System.out.println(
                path + " has " + what + " after " + (System.nanoTime() - start) / 1_000_000 + " ms: " + answer);
        return answer;
    }

    Answer get(String path) throws IOException, InterruptedException {
        return get(port(), path);
    }

    private static Answer get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofMinutes(1))
                .build();
        HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
        try (JsonReader json = Json.createReader(new StringReader(response.body()))) {
            return new Answer(response.statusCode(), json.readObject());
        }
    }

    private static void pause(long start, String waitingFor) throws InterruptedException {
        if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
            throw new IllegalStateException("waited " + LIMIT_SECONDS + " s for " + waitingFor);
        }
        Thread.sleep(PAUSE_MILLIS);
    }

    /** Waits until it ends by itself. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running after " + LIMIT_SECONDS + " s (expected to end)");
        }
        reader.join();
        return process.exitValue();
    }

    /** Ends it as Kubernetes does, and waits until it has. */
    void stop() throws InterruptedException {
        // Process.destroy() would also close the stream that its last output comes from.
        process.toHandle().destroy();
        awaitEnd();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** @param body an object of JSON */
    record Answer(int status, JsonObject body) {
        boolean isUp() {
            return body.getString("status").equals("UP");
        }

        JsonObject check(String name) {
            return body.getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                    .filter(check -> check.getString("name").equals(name))
                    .findAny()
                    .orElse(JsonObject.EMPTY_JSON_OBJECT);
        }

        /** A text in the data of a check, such as the state under the name of a target; null where it is not there. */
        String data(String check, String key) {
            JsonObject data = check(check).getJsonObject("data");
            return data == null ? null : data.getString(key, null);
        }
    }
}
