package io.halfshake.server.config;

import io.halfshake.internal.Arguments;
import io.halfshake.server.alerts.Secret;
import io.halfshake.server.config.YamlNode.Mapping;
import io.halfshake.server.config.YamlNode.Scalar;
import io.halfshake.server.config.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what no message may show, from the value or from a file that it names. Errors have {@link Secret#HIDDEN} in the
 * place of the value.
 */
final class SecretReader {
    private static final String NOT_SHOWN = Secret.HIDDEN + " (expected ";

    /** Before the name of a file. Not in the value of a variable, which may be a secret that begins so. */
    private static final String FILE = "file:";

    static final int MAX_BYTES = 16_384;

    /** Keys that errors show: others may be secrets in the wrong place. */
    private static final Pattern KEY = Pattern.compile("[a-z-]{1,40}");

    private static final Pattern HEADER = Pattern.compile("[A-Za-z-]{1,40}");

    private final ReadContext context;
    private final ReferencedFiles files;

    SecretReader(ReadContext context, ReferencedFiles files) {
        this.context = context;
        this.files = files;
    }

    /** A map; null if it is something else, which may be a secret in the wrong place. */
    @Nullable
    Section open(YamlNode node, String path) {
        return open(node, path, KEY);
    }

    /** As {@link #open(YamlNode, String)}, with keys that are names. */
    @Nullable
    Section openNames(YamlNode node, String path) {
        return open(node, path, null);
    }

    private @Nullable Section open(YamlNode node, String path, @Nullable Pattern shownKeys) {
        return requireKind(node instanceof Mapping, node, path, "a map")
                ? Section.open(node, path, context, shownKeys)
                : null;
    }

    /** Null if the key is not there, or its value is wrong. */
    @Nullable
    Secret value(Section section, String key, Predicate<String> isRight, String rule) {
        YamlNode node = section.node(key);
        return node == null ? null : read(node, section.path(key), isRight, rule);
    }

    /** As {@link #value}; an error if the key is not there. */
    @Nullable
    Secret required(Section section, String key, Predicate<String> isRight, String rule) {
        requireKey(section, key, rule);
        return value(section, key, isRight, rule);
    }

    void requireKey(Section section, String key, String rule) {
        if (!section.has(key)) {
            context.problems().error(section.position(), section.path(key), "missing (expected " + rule + ")");
        }
    }

    /** The items of a list that are right; none if the key is not there. */
    List<Secret> values(Section section, String key, Predicate<String> isRight, String rule) {
        List<Secret> values = new ArrayList<>();
        YamlNode node = section.node(key);
        if (node != null && requireKind(node instanceof Sequence, node, section.path(key), "a list")) {
            context.forEach(node, section.path(key), (item, path) -> {
                Secret value = read(item, path, isRight, rule);
                if (value != null) {
                    values.add(value);
                }
            });
        }
        return List.copyOf(values);
    }

    /** The values of a map of headers that are right, by key; none if the key is not there. */
    Map<String, Secret> headers(
            Section section,
            String key,
            ReadContext.ValueParser<String> keyParser,
            Predicate<String> isRight,
            String rule) {
        Map<String, Secret> values = new TreeMap<>();
        YamlNode node = section.node(key);
        Section map = node == null ? null : open(node, section.path(key), HEADER);
        if (map != null) {
            map.forEachKey(keyParser, (name, item) -> {
                Secret value = read(item, map.path(name), isRight, rule);
                if (value != null) {
                    values.put(name, value);
                }
            });
        }
        return Map.copyOf(values);
    }

    private @Nullable Secret read(YamlNode node, String path, Predicate<String> isRight, String rule) {
        if (!(node instanceof Scalar scalar) || scalar.isNull()) {
            context.problems().error(node.position(), path, node.kind() + " (expected a text)");
            return null;
        }
        String source = scalar.text();
        boolean isFile = source.startsWith(FILE);
        try {
            String text = isFile
                    ? fromFile(source, node.position(), path)
                    : context.variables().expand(path, source, Secret.HIDDEN);
            if (isRight.test(text)) {
                return new Secret(text);
            }
            String file = isFile ? Arguments.visible(source) + ": " : "";
            context.problems().error(node.position(), path, file + NOT_SHOWN + rule + ")");
        } catch (IllegalArgumentException e) {
            context.problems().error(node.position(), path, e);
        }
        return null;
    }

    /** Without the end of its last line, which editors and echo add. */
    private String fromFile(String source, SourcePosition position, String path) {
        String name = context.variables().expand(path, source.substring(FILE.length()), source);
        ReferencedFiles.Content content = files.read(path, source, name, MAX_BYTES);
        warnIfReadableByOthers(content, source, position, path);
        return content.text().replaceFirst("\\r?\\n\\z", "");
    }

    /** The value is what the configuration has, which is no secret. */
    void warnIfReadableByOthers(ReferencedFiles.Content content, String value, SourcePosition position, String path) {
        if (content.readableByOthers()) {
            String text = Arguments.visible(value) + " (expected a file that other users cannot read: chmod o= FILE)";
            context.problems().warning(position, path, text);
        }
    }

    /** The name of a header as errors show it. */
    static String shownHeader(String name) {
        return HEADER.matcher(name).matches() ? Arguments.visible(name) : Secret.HIDDEN;
    }

    private boolean requireKind(boolean holds, YamlNode node, String path, String kind) {
        if (!holds) {
            boolean text = node instanceof Scalar scalar && !scalar.isNull();
            context.problems()
                    .error(node.position(), path, (text ? "a text" : node.kind()) + " (expected " + kind + ")");
        }
        return holds;
    }
}
