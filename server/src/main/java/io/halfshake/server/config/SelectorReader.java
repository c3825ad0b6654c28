package io.halfshake.server.config;

import io.halfshake.Target;
import io.halfshake.internal.Arguments;
import io.halfshake.server.config.YamlNode.Mapping;
import io.halfshake.server.config.YamlNode.Sequence;
import io.halfshake.server.maintenance.TargetFacts;
import io.halfshake.server.maintenance.TargetSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads which targets a maintenance window is for. That none is selected is a warning, not an error: targets come and
 * go with files of others, and a window that is for none holds nothing back.
 */
final class SelectorReader {
    static final List<String> KEYS = List.of("target", "group", "name", "labels");

    private final ReadContext context;
    private final List<TargetFacts> targets;
    private int hints;

    SelectorReader(ReadContext context, List<TargetConfig> targets) {
        this.context = context;
        this.targets = targets.stream()
                .map(each -> new TargetFacts(each.target().toString(), each.name(), each.group(), each.labels()))
                .toList();
    }

    /** Empty for all targets, if the key is not there; an empty list is an error. */
    List<TargetSelector> read(Section window, String key) {
        List<TargetSelector> selectors = new ArrayList<>();
        if (window.node(key) instanceof Sequence list && list.items().isEmpty()) {
            context.problems()
                    .error(
                            window.position(key),
                            window.path(key),
                            "none (expected at least one; without this key it is for all)");
        }
        window.forEach(key, (item, path) -> {
            if (item instanceof Mapping) {
                readMap(item, path, selectors);
            } else {
                Target target = context.read(item, path, ValueParsers::target);
                if (target != null) {
                    selectors.add(new TargetSelector(target.toString(), null, null, Map.of()));
                    int unused = warnIfUnknown(item.position(), path, target.toString(), TargetFacts::target);
                }
            }
        });
        return selectors;
    }

    private void readMap(YamlNode node, String path, List<TargetSelector> selectors) {
        int errors = context.problems().errors();
        Section section = Section.open(node, path, KEYS, context);
        if (section == null) {
            return;
        }
        Target target = section.value("target", ValueParsers::target);
        String group = section.value("group", ValueParsers::name);
        String name = section.value("name", ValueParsers::name);
        Map<String, String> labels = section.map("labels", ValueParsers::labelName, ValueParsers::labelValue);
        if (context.problems().errors() > errors) {
            return;
        }
        String text = target == null ? null : target.toString();
        if (text == null && group == null && name == null && labels.isEmpty()) {
            context.problems()
                    .error(
                            section.position(),
                            section.path(),
                            "nothing given (expected at least one of " + String.join(", ", KEYS) + ")");
            return;
        }
        TargetSelector selector = new TargetSelector(text, group, name, labels);
        selectors.add(selector);
        if (targets.stream().noneMatch(selector::selects)) {
            int unknown = warnIfUnknown(section, "target", text, TargetFacts::target)
                    + warnIfUnknown(section, "group", group, SelectorReader::group)
                    + warnIfUnknown(section, "name", name, TargetFacts::name);
            for (Map.Entry<String, String> label : labels.entrySet()) {
                unknown += warnIfUnknown(
                        section.position("labels"),
                        section.path("labels") + "." + label.getKey(),
                        label.getValue(),
                        facts -> facts.labels().getOrDefault(label.getKey(), ""));
            }
            if (unknown == 0) {
                context.problems().warning(section.position(), section.path(), "no target has all of it");
            }
        }
    }

    private static String group(TargetFacts target) {
        return target.group() == null ? "" : target.group();
    }

    private int warnIfUnknown(Section section, String key, @Nullable String value, Function<TargetFacts, String> part) {
        return value == null ? 0 : warnIfUnknown(section.position(key), section.path(key), value, part);
    }

    /** Returns how many warnings there are. */
    private int warnIfUnknown(SourcePosition position, String path, String value, Function<TargetFacts, String> part) {
        if (targets.stream().anyMatch(target -> part.apply(target).equals(value))) {
            return 0;
        }
        String hint = hint(value, part);
        context.problems().warning(position, path, Arguments.visible(value) + " (no target has it" + hint + ")");
        return 1;
    }

    /** Only for as many as are shown: a list may name thousands of targets, and each is compared with all there are. */
    private String hint(String value, Function<TargetFacts, String> part) {
        hints++;
        if (hints > Problems.MAX_SHOWN) {
            return "";
        }
        Set<String> known = targets.stream().map(part).collect(Collectors.toCollection(TreeSet::new));
        return KeySuggestion.hint(value, known);
    }
}
