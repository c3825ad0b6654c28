package io.halfshake.server.config;

import io.halfshake.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The targets of all files, each once, and with a name that no other has in its group. */
final class TargetList {
    private final Problems problems;
    private final List<TargetConfig> targets = new ArrayList<>();
    private final Map<Target, TargetConfig> byTarget = new HashMap<>();
    private final Map<GroupAndName, TargetConfig> byName = new HashMap<>();

    private record GroupAndName(@Nullable String group, String name) {}

    TargetList(Problems problems) {
        this.problems = problems;
    }

    void add(TargetConfig target, String path) {
        TargetConfig same = byTarget.putIfAbsent(target.target(), target);
        if (same != null) {
            error(target, path, target.target().toString(), "each target once", same);
            return;
        }
        TargetConfig namesake = byName.putIfAbsent(new GroupAndName(target.group(), target.name()), target);
        if (namesake != null) {
            error(target, path, "name " + target.name(), "each name once in a group", namesake);
            return;
        }
        targets.add(target);
    }

    private void error(TargetConfig target, String path, String value, String rule, TargetConfig first) {
        problems.error(
                target.position(), path, value + " (expected " + rule + "; the first is at " + first.position() + ")");
    }

    List<TargetConfig> targets() {
        return List.copyOf(targets);
    }
}
