package io.halfshake.spring.boot;

import io.halfshake.Checker;
import io.halfshake.EngineReport;
import io.halfshake.monitor.Blindness;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorStats;
import io.halfshake.monitor.TargetStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** The endpoint {@code halfshake}: the engine and all targets, or everything about one. Reads memory and only reads. */
@Endpoint(id = "halfshake")
final class HalfshakeEndpoint {
    private final Checker checker;
    private final HalfshakeTargets targets;

    HalfshakeEndpoint(Checker checker, HalfshakeTargets targets) {
        this.checker = checker;
        this.targets = targets;
    }

    /** The engine, how many targets are in which state, and a few fields of each. */
    @ReadOperation
    public Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        EngineReport report = checker.engine();
        // Null of an unstubbed mock.
        if (report != null) {
            all.put("engine", engine(report));
        }
        Blindness blindness = targets.monitor().blindness();
        if (blindness != null) {
            all.put("blindness", TargetDetails.blindness(blindness));
        }
        all.put("counts", counts());
        all.put("targets", lines());
        return all;
    }

    /**
     * Everything about one target.
     *
     * @param name its name, or its text where it has none
     * @return null if there is none, which is 404
     */
    @ReadOperation
    public @Nullable Map<String, Object> one(@Selector String name) {
        TargetStatus status = targets.monitor().status(targets.target(name));
        return status == null ? null : TargetDetails.full(targets, status);
    }

    private static Map<String, Object> engine(EngineReport report) {
        Map<String, Object> engine = new LinkedHashMap<>();
        engine.put("name", report.name());
        engine.put("handshake", TargetDetails.word(report.handshake()));
        engine.put("text", report.describe());
        return engine;
    }

    private Map<String, Object> counts() {
        MonitorStats stats = targets.monitor().stats();
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("targets", stats.targets());
        counts.put("up", stats.up());
        counts.put("down", stats.down());
        counts.put("unknown", stats.unknown());
        return counts;
    }

    private List<Map<String, Object>> lines() {
        Monitor monitor = targets.monitor();
        List<Map<String, Object>> lines = new ArrayList<>();
        for (String target : monitor.targets()) {
            TargetStatus status = monitor.status(target);
            if (status != null) {
                lines.add(TargetDetails.line(targets, status));
            }
        }
        return lines;
    }
}
