package io.halfshake.server.config;

import io.halfshake.internal.Arguments;
import java.util.List;

/** A value in a YAML or JSON file, with its place. */
sealed interface YamlNode {
    SourcePosition position();

    /** How many values this is, with those inside. */
    int size();

    /** What it is, or the text that it is, for error messages. */
    String kind();

    /**
     * A single value.
     *
     * @param text as written, whatever type YAML would give it
     * @param isNull nothing, {@code ~} or {@code null} without quotes
     */
    record Scalar(SourcePosition position, String text, boolean isNull) implements YamlNode {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public String kind() {
            return isNull ? "no value" : Arguments.visible(text);
        }
    }

    record Sequence(SourcePosition position, List<YamlNode> items, int size) implements YamlNode {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys are in the order of the file, and may be there twice. */
    record Mapping(SourcePosition position, List<Entry> entries, int size) implements YamlNode {
        @Override
        public String kind() {
            return "a map";
        }
    }

    record Entry(Scalar key, YamlNode value) {}
}
