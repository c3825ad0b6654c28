package io.halfshake.server.config;

import io.halfshake.Target;
import io.halfshake.monitor.TargetSettings;
import io.halfshake.server.config.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code targets}. */
final class TargetReader {
    static final List<String> KEYS = keys("name", "group", "target", "labels", "alerts");

    private final SettingsReader settings;
    private final ReadContext context;
    private final TargetList targets;

    TargetReader(SettingsReader settings, ReadContext context, TargetList targets) {
        this.settings = settings;
        this.context = context;
        this.targets = targets;
    }

    /** The keys, and those of the settings. */
    static List<String> keys(String... keys) {
        List<String> all = new ArrayList<>(List.of(keys));
        all.addAll(SettingsReader.KEYS);
        return List.copyOf(all);
    }

    /** A text, or a map with the key {@code target}. */
    void read(YamlNode node, String path) {
        if (node instanceof Mapping) {
            Section section = Section.open(node, path, KEYS, context);
            if (section != null) {
                Target target = section.required("target", ValueParsers::target);
                add(section, target, labels(section, "labels"), settings.read(section), settings.alerts(section));
            }
            return;
        }
        Target target = context.read(node, path, ValueParsers::target);
        if (target != null) {
            addBare(target, null, Map.of(), node.position(), path);
        }
    }

    static Map<String, String> labels(Section section, String key) {
        return Collections.unmodifiableMap(section.map(key, ValueParsers::labelName, ValueParsers::labelValue));
    }

    /** Reads name and group, and adds the target unless it is null. */
    void add(
            Section section,
            @Nullable Target target,
            Map<String, String> labels,
            TargetSettings targetSettings,
            List<String> alerts) {
        String name = section.value("name", ValueParsers::name);
        String group = section.value("group", ValueParsers::name);
        if (target != null) {
            TargetConfig config = new TargetConfig(
                    name == null ? target.toString() : name,
                    group,
                    target,
                    labels,
                    targetSettings,
                    List.copyOf(alerts),
                    section.position());
            targets.add(config, section.path());
        }
    }

    /** Adds a target that has only the defaults. */
    void addBare(
            Target target, @Nullable String group, Map<String, String> labels, SourcePosition position, String path) {
        targets.add(
                new TargetConfig(
                        target.toString(),
                        group,
                        target,
                        labels,
                        settings.defaults(),
                        settings.defaultAlerts(),
                        position),
                path);
    }
}
