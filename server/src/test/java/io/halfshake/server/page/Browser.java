package io.halfshake.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.halfshake.server.api.TestTargets;
import io.halfshake.server.probe.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Chromium without a window, by its DevTools protocol over pipes. */
final class Browser implements AutoCloseable {
    /** It speaks on descriptors 3 and 4. */
    private static final List<String> COMMAND = List.of(
            "sh",
            "-c",
            "exec \"$@\" 3<&0 4>&1",
            "sh",
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--remote-debugging-pipe");

    private final Process process;
    private final Path log;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private int calls;
    private String session = "";

    /** The directory is the browser's own. */
    Browser(Path directory) throws Exception {
        log = directory.resolve("chromium.log");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(COMMAND));
        builder.command().add("--user-data-dir=" + directory.resolve("profile"));
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("TMPDIR", directory.toString());
        process = builder.redirectError(log.toFile()).start();
        Thread reader = new Thread(this::readAll, "chromium");
        reader.setDaemon(true);
        reader.start();
        boolean started = false;
        try {
            String target = text(call("Target.createTarget", Map.of("url", "about:blank")), "targetId");
            session = text(call("Target.attachToTarget", Map.of("targetId", target, "flatten", true)), "sessionId");
            Map<?, ?> unused = call("Page.enable", Map.of());
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    /** Messages end with a zero byte. */
    private void readAll() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        try (InputStream in = process.getInputStream()) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == 0) {
                    received.add(message.toString(StandardCharsets.UTF_8));
                    message.reset();
                } else {
                    message.write(b);
                }
            }
        } catch (IOException e) {
            received.add("{\"error\":\"closed\"}");
        }
    }

    private Map<?, ?> call(String method, Map<String, Object> parameters) throws Exception {
        Map<String, Object> answer = answer(method, parameters);
        assertThat(answer).as(method).containsKey("result");
        return map(answer, "result");
    }

    /** With a result or an error. */
    private Map<String, Object> answer(String method, Map<String, Object> parameters) throws Exception {
        calls++;
        StringWriter message = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(message)) {
            json.writeStartObject();
            json.writeNumberField("id", calls);
            json.writeStringField("method", method);
            if (!session.isEmpty()) {
                json.writeStringField("sessionId", session);
            }
            json.writeObjectFieldStart("params");
            for (Map.Entry<String, Object> each : parameters.entrySet()) {
                json.writeFieldName(each.getKey());
                write(json, each.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        process.getOutputStream().write((message + "\0").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        while (true) {
            String text = received.poll(2 * Program.MAX_WAIT_SECONDS, TimeUnit.SECONDS);
            assertThat(text).as("%s: %s", method, Files.readString(log)).isNotNull();
            Map<String, Object> answer = TestTargets.parse(text);
            if (Integer.valueOf(calls).equals(answer.get("id"))) {
                return answer;
            }
        }
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Map<?, ?> fields) {
            json.writeStartObject();
            for (Map.Entry<?, ?> each : fields.entrySet()) {
                json.writeFieldName((String) each.getKey());
                write(json, each.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> items) {
            json.writeStartArray();
            for (Object each : items) {
                write(json, each);
            }
            json.writeEndArray();
        } else {
            json.writeObject(value);
        }
    }

    private static Map<?, ?> map(Map<?, ?> answer, String field) {
        return (Map<?, ?>) Objects.requireNonNull(answer.get(field), field);
    }

    private static String text(Map<?, ?> answer, String field) {
        return (String) Objects.requireNonNull(answer.get(field), field);
    }

    /** Before each page. */
    void runFirst(String script) throws Exception {
        Map<?, ?> unused = call("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    void open(String url) throws Exception {
        Map<?, ?> unused = call("Page.navigate", Map.of("url", url));
    }

    /** The size of what a page has for itself, in CSS pixels. */
    void resize(int width, int height) throws Exception {
        Map<?, ?> unused = call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** The theme of the system, {@code dark} or {@code light}. */
    void setTheme(String theme) throws Exception {
        Map<String, String> feature = Map.of("name", "prefers-color-scheme", "value", theme);
        Map<?, ?> unused = call("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
    }

    /** The value of an expression, as text. */
    String evaluate(String expression) throws Exception {
        return value(expression, call("Runtime.evaluate", asText(expression)));
    }

    private static Map<String, Object> asText(String expression) {
        return Map.of("expression", "String(" + expression + ")");
    }

    private static String value(String expression, Map<?, ?> result) {
        assertThat(result.containsKey("exceptionDetails"))
                .as("%s: %s", expression, result)
                .isFalse();
        return text(map(result, "result"), "value");
    }

    /** Until the expression has the value, or the time is up. */
    void await(String expression, String value) throws Exception {
        String last = "";
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Program.MAX_WAIT_SECONDS);
        while (System.nanoTime() - end < 0) {
            // Before the page is there, it has no such elements, and while it is replaced there is none at all.
            String safe = "(() => { try { return " + expression + "; } catch (e) { return e; } })()";
            Map<String, Object> answer = answer("Runtime.evaluate", asText(safe));
            last = answer.containsKey("result") ? value(safe, map(answer, "result")) : answer.toString();
            if (last.equals(value)) {
                return;
            }
            boolean ended = process.waitFor(50, TimeUnit.MILLISECONDS);
            assertThat(ended).as(Files.readString(log)).isFalse();
        }
        assertThat(last).as(expression).isEqualTo(value);
    }

    @Override
    public void close() {
        // They write to the directory, which the test deletes.
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(Program.MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            children.forEach(ProcessHandle::destroyForcibly);
            for (ProcessHandle child : children) {
                ProcessHandle unused = child.onExit().get(Program.MAX_WAIT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a child of Chromium has not ended", e);
        }
    }
}
