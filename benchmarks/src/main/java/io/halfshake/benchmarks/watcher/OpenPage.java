package io.halfshake.benchmarks.watcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.halfshake.benchmarks.machine.Programs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Chromium without a window that has a page open. */
final class OpenPage implements AutoCloseable {
    private static final long MAX_ENDING_SECONDS = 10;

    /** Before it there is the number of targets that are down. */
    private static final String TITLE = "Halfshake";

    private final Process process;
    private final String url;
    private final Path profile;

    private OpenPage(Process process, String url, Path profile) {
        this.process = process;
        this.url = url;
        this.profile = profile;
    }

    /** The directory is the browser's own. */
    static OpenPage open(String url, Path directory) throws IOException {
        Path profile = directory.resolve("profile");
        List<String> command = List.of(
                Programs.path("chromium"),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                // With it, a browser without a window stays open.
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                url);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("chromium.log").toFile());
        builder.environment().put("HOME", directory.toString());
        return new OpenPage(builder.start(), url, profile);
    }

    /** Whether it has loaded the page, by its DevTools: the title is the page's own. */
    boolean isShown() throws IOException, InterruptedException {
        if (!process.isAlive()) {
            return false;
        }
        String port = Files.readAllLines(profile.resolve("DevToolsActivePort")).get(0);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                .timeout(Duration.ofMinutes(1))
                .build();
        String list = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        for (JsonNode tab : new ObjectMapper().readTree(list)) {
            if (tab.path("url").asText().startsWith(url)
                    && tab.path("title").asText().endsWith(TITLE)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(MAX_ENDING_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
