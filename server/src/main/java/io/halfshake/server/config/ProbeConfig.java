package io.halfshake.server.config;

import io.halfshake.internal.Durations;
import io.halfshake.server.probe.AllowList;
import io.halfshake.server.probe.ProbeModule;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What may be checked on request.
 *
 * @param allow the entries of an {@link AllowList}; immutable
 * @param modules by name, always with {@code tcp_connect}; immutable
 */
public record ProbeConfig(List<String> allow, Map<String, ProbeModule> modules) {
    static final List<String> KEYS = List.of("allow", "modules");
    static final List<String> MODULE_KEYS = List.of("timeout");

    /** What is taken for a request that names no module. */
    private static final String DEFAULT_MODULE = "tcp_connect";

    private static final ProbeModule DEFAULT = new ProbeModule(Duration.ofSeconds(5));

    static ProbeConfig read(@Nullable YamlNode node, ReadContext context) {
        Section section = node == null ? null : Section.open(node, "probe", KEYS, context);
        return section == null
                ? new ProbeConfig(List.of(), Map.of(DEFAULT_MODULE, DEFAULT))
                : new ProbeConfig(List.copyOf(section.values("allow", ProbeConfig::allowed)), modules(section));
    }

    private static String allowed(String path, String text) {
        AllowList.parse(List.of(text));
        return text;
    }

    private static Map<String, ProbeModule> modules(Section probe) {
        Map<String, ProbeModule> modules = new TreeMap<>(Map.of(DEFAULT_MODULE, DEFAULT));
        probe.sections("modules", ValueParsers::name, MODULE_KEYS).forEach((name, section) -> {
            ProbeModule module =
                    section.required("timeout", (path, text) -> new ProbeModule(Durations.parse(path, text)));
            if (module != null) {
                modules.put(name, module);
            }
        });
        return Collections.unmodifiableMap(modules);
    }
}
