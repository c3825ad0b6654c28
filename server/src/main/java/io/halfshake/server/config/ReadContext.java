package io.halfshake.server.config;

import io.halfshake.server.config.YamlNode.Scalar;
import io.halfshake.server.config.YamlNode.Sequence;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads single values, and adds what is wrong with them to the problems. */
record ReadContext(Problems problems, Variables variables) {
    /** Reads a text. */
    @FunctionalInterface
    interface ValueParser<T> {
        /**
         * Reads a text.
         *
         * @param path the key, for the message
         * @throws IllegalArgumentException if the text has another form
         */
        T parse(String path, String text);
    }

    /** The value of a text; null if it is wrong. */
    <T> @Nullable T read(YamlNode node, String path, ValueParser<T> parser) {
        if (!(node instanceof Scalar scalar) || scalar.isNull()) {
            String hint = node instanceof Sequence ? "; quote one that begins with [" : "";
            problems.error(node.position(), path, node.kind() + " (expected a text" + hint + ")");
            return null;
        }
        try {
            return parser.parse(path, variables.expand(path, scalar.text()));
        } catch (IllegalArgumentException e) {
            problems.error(node.position(), path, e);
            return null;
        }
    }

    /** Calls with each item of a list and its path; with none if it is something else. */
    void forEach(YamlNode node, String path, BiConsumer<YamlNode, String> reader) {
        if (!(node instanceof Sequence sequence)) {
            problems.error(node.position(), path, node.kind() + " (expected a list)");
            return;
        }
        for (int i = 0; i < sequence.items().size(); i++) {
            reader.accept(sequence.items().get(i), path + "[" + i + "]");
        }
    }
}
