package io.halfshake.server.config;

import io.halfshake.Target;
import io.halfshake.internal.Arguments;
import io.halfshake.server.config.YamlNode.Sequence;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Targets that are expected to answer always: while too few do, the network is in doubt, not the targets.
 *
 * @param targets each once; empty if there are none; immutable
 * @param quorum how many of them have to answer; 0 if there are none
 */
public record WitnessConfig(List<Target> targets, int quorum) {
    private static final WitnessConfig NONE = new WitnessConfig(List.of(), 0);
    static final List<String> KEYS = List.of("targets", "quorum");

    static WitnessConfig read(@Nullable YamlNode node, ReadContext context) {
        Section section = node == null ? null : Section.open(node, "witnesses", KEYS, context);
        if (section == null) {
            return NONE;
        }
        YamlNode list = section.node("targets");
        int count = list instanceof Sequence sequence ? sequence.items().size() : 0;
        if (list == null || (list instanceof Sequence && count == 0)) {
            context.problems()
                    .error(section.position("targets"), section.path("targets"), "none (expected at least one)");
        }
        Integer quorum = section.value("quorum", (path, text) -> {
            int number = ValueParsers.count(path, text);
            Arguments.require(count == 0 || number <= count, path, number, "at most the number of targets, " + count);
            return number;
        });
        return new WitnessConfig(targets(section), quorum == null ? 1 : quorum);
    }

    private static List<Target> targets(Section section) {
        Set<Target> seen = new HashSet<>();
        return List.copyOf(section.values("targets", (path, text) -> {
            Target target = Target.parse(text);
            Arguments.require(seen.add(target), path, target, "each only once");
            return target;
        }));
    }
}
