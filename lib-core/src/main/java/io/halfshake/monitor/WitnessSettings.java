package io.halfshake.monitor;

import io.halfshake.internal.Arguments;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which addresses are expected to answer always, and how many of them have to. */
record WitnessSettings(List<String> targets, int quorum) {
    static WitnessSettings of(Collection<String> targets, int quorum) {
        List<String> copy = List.copyOf(targets);
        Arguments.require(!copy.isEmpty(), "witnesses", copy, "at least one");
        Set<String> known = new HashSet<>();
        for (String target : copy) {
            if (!known.add(target)) {
                throw Arguments.wrong("witnesses", target, "each only once");
            }
        }
        Arguments.require(quorum >= 1 && quorum <= copy.size(), "quorum", quorum, "1 to " + copy.size());
        return new WitnessSettings(copy, quorum);
    }
}
