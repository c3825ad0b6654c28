package io.halfshake.benchmarks.watcher;

import io.halfshake.benchmarks.machine.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Chromium without a window that has a page open, as somebody's browser has. */
final class OpenPage implements AutoCloseable {
    private static final long MAX_ENDING_SECONDS = 10;

    private final Process process;

    private OpenPage(Process process) {
        this.process = process;
    }

    /** The directory is the browser's own. */
    static OpenPage open(String url, Path directory) throws IOException {
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
                "--user-data-dir=" + directory.resolve("profile"),
                url);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("chromium.log").toFile());
        builder.environment().put("HOME", directory.toString());
        return new OpenPage(builder.start());
    }

    boolean isOpen() {
        return process.isAlive();
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
