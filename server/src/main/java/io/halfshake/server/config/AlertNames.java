package io.halfshake.server.config;

import io.halfshake.internal.Arguments;
import java.util.Set;

/**
 * Reads the names of sinks to which the alerts of targets go.
 *
 * @param sinks those of the file
 * @param anyName whether the file has no sinks, so that every name is accepted; there is a warning then
 */
record AlertNames(Set<String> sinks, boolean anyName) {
    /**
     * Checks a name.
     *
     * @throws IllegalArgumentException if it is that of no sink
     */
    String parse(String path, String text) {
        String name = ValueParsers.name(path, text);
        if (!anyName && !sinks.contains(name)) {
            throw Arguments.wrong(path, text, "the name of a sink" + KeySuggestion.hint(name, sinks));
        }
        return name;
    }
}
