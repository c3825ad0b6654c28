package io.halfshake.benchmarks.watcher;

import io.halfshake.benchmarks.machine.ProcessUsage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;

/** {@code ./halfshake serve}, by its command and over HTTP. */
final class WatcherProcess implements AutoCloseable {
    private static final int OK = 200;
    private static final long MAX_START_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MAX_ENDING_SECONDS = 30;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process launcher;
    private final String url;
    private final Path log;
    private final long pid;
    private final ProcessUsage usage;

    private WatcherProcess(Process launcher, String url, Path log) throws IOException, InterruptedException {
        this.launcher = launcher;
        this.url = url;
        this.log = log;
        boolean ready = false;
        try {
            awaitReady();
            pid = launcher.descendants()
                    .filter(each -> each.info().command().orElse("").endsWith("/java"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("serve: no JVM below " + launcher.pid()))
                    .pid();
            usage = new ProcessUsage(pid);
            ready = true;
        } finally {
            if (!ready) {
                launcher.destroy();
            }
        }
    }

    /** Returns when it is ready. */
    static WatcherProcess start(Path root, Path config, String url, Path log) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        root.resolve("halfshake").toString(), "serve", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // As a service, the launcher is the JVM itself.
        String unused = builder.environment().remove("NOTIFY_SOCKET");
        return new WatcherProcess(builder.start(), url, log);
    }

    private void awaitReady() throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (!isReady()) {
            if (!launcher.isAlive() || System.nanoTime() - start > MAX_START_NANOS) {
                throw new IllegalStateException("serve: not ready: " + Files.readString(log));
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return http.send(request("/-/ready").build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == OK;
        } catch (IOException e) {
            // Its port is not open yet.
            return false;
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofMinutes(1));
    }

    /** As Prometheus does it, with gzip. */
    Scrape scrape() throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<byte[]> response = http.send(
                request("/metrics").header("Accept-Encoding", "gzip").build(), HttpResponse.BodyHandlers.ofByteArray());
        double millis = (System.nanoTime() - start) / 1e6;
        require(response.statusCode(), "/metrics", "");
        try (InputStream body = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            return Scrape.of(new String(body.readAllBytes(), StandardCharsets.UTF_8), millis, response.body().length);
        }
    }

    /** Has its file read again. */
    void reload() throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                request("/-/reload").POST(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString());
        require(response.statusCode(), "/-/reload", response.body());
    }

    private static void require(int status, String path, String body) {
        if (status != OK) {
            throw new IllegalStateException(path + ": status " + status + " (expected 200): " + body);
        }
    }

    /** Of the JVM. */
    long pid() {
        return pid;
    }

    double cpuMicros() {
        return usage.cpuMicros();
    }

    @Override
    public void close() {
        launcher.destroy();
        try {
            if (!launcher.waitFor(MAX_ENDING_SECONDS, TimeUnit.SECONDS)) {
                launcher.descendants().forEach(ProcessHandle::destroyForcibly);
                launcher.destroyForcibly();
            }
        } catch (InterruptedException e) {
            launcher.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
