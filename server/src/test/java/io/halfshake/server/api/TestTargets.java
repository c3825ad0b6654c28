package io.halfshake.server.api;

import io.halfshake.server.cluster.ClusterView;
import io.halfshake.server.maintenance.MaintenanceWindow;
import io.halfshake.server.maintenance.OpenWindow;
import io.halfshake.server.maintenance.OpenWindows;
import io.halfshake.server.maintenance.Schedule;
import io.halfshake.server.maintenance.TargetSelector;
import io.halfshake.server.web.Handler;
import io.halfshake.server.web.Request;
import io.halfshake.server.web.Response;
import io.halfshake.testing.FakeScript;
import io.halfshake.testing.TestMonitor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A monitor on time of its own, with names for its targets, and the API of it. */
public final class TestTargets implements TargetDirectory, AutoCloseable {
    public static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    static final long PROCESS = 12_345;

    public final TestMonitor test =
            TestMonitor.create(monitor -> monitor.startSpread(Duration.ZERO).interval(Duration.ofSeconds(5)));
    private final TreeMap<Long, ListedTarget> order = new TreeMap<>();
    private OpenWindows open = OpenWindows.none();
    private @Nullable ClusterView cluster;

    public StatusJson status() {
        return new StatusJson(
                test.monitor(),
                cluster,
                target -> true,
                test.checker(),
                () -> new WatcherFacts("1.2.3", START, START, true, null),
                () -> START);
    }

    public Map<String, Handler> pages() {
        return Api.pages(test.monitor(), cluster, this, status(), PROCESS);
    }

    public FakeScript add(String target) {
        return add(target, target, null, Map.of());
    }

    public FakeScript add(String target, String name, @Nullable String group, Map<String, String> labels) {
        long number = order.isEmpty() ? 0 : order.lastKey() + 1;
        order.put(number, new ListedTarget(number, target, name, group, labels));
        return test.watch(target);
    }

    /** A target that another member of the cluster checks. */
    public void list(String target, String name, @Nullable String group) {
        long number = order.isEmpty() ? 0 : order.lastKey() + 1;
        order.put(number, new ListedTarget(number, target, name, group, Map.of()));
    }

    public void join(ClusterView joined) {
        cluster = joined;
    }

    public void remove(String target) {
        order.values().removeIf(each -> each.target().equals(target));
        test.monitor().remove(target);
    }

    /** Opens a window for the targets of a group until a day after the start. */
    void maintain(String name, String group) {
        Instant until = START.plus(Duration.ofDays(1));
        open = new OpenWindows(List.of(new OpenWindow(
                new MaintenanceWindow(
                        name,
                        List.of(new TargetSelector(null, group, null, Map.of())),
                        new Schedule.OneOff(START, until)),
                until)));
    }

    @Override
    public OpenWindows maintenance() {
        return open;
    }

    @Override
    public Iterable<ListedTarget> after(long number) {
        return order.tailMap(number, false).values();
    }

    @Override
    public @Nullable ListedTarget find(String target) {
        return order.values().stream()
                .filter(each -> each.target().equals(target))
                .findFirst()
                .orElse(null);
    }

    Response response(String page, String path, @Nullable String query) {
        return Objects.requireNonNull(pages().get(page), page)
                .handle(new Request(path, query, Map.of()))
                .join();
    }

    String text(String page, String path, @Nullable String query) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        response(page, path, query).body().writeTo(body);
        return body.toString(StandardCharsets.UTF_8);
    }

    Map<String, Object> get(String page, String path, @Nullable String query) throws IOException {
        return parse(text(page, path, query));
    }

    Map<String, Object> list(@Nullable String query) throws IOException {
        return get(TargetsPage.PATH, TargetsPage.PATH, query);
    }

    /** The targets of a page of the list. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> targetsOf(Map<String, Object> page) {
        return (List<Map<String, Object>>) Objects.requireNonNull(page.get("targets"));
    }

    /** The outages of a target's details. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> outagesOf(Map<String, Object> details) {
        return (List<Map<String, Object>>) Objects.requireNonNull(details.get("outages"));
    }

    /** JSON is a part of YAML. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> parse(String json) {
        return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(json);
    }

    @Override
    public void close() {
        test.close();
    }
}
