package io.halfshake.server.config;

import io.halfshake.internal.Arguments;
import io.halfshake.server.alerts.Secret;
import io.halfshake.server.config.ReadContext.ValueParser;
import io.halfshake.server.config.YamlNode.Entry;
import io.halfshake.server.config.YamlNode.Mapping;
import io.halfshake.server.config.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A map of the file, whose keys are each there once. */
final class Section {
    private static final Pattern PLAIN_KEY = Pattern.compile("[\\w-]{1,40}");

    private final SourcePosition position;
    private final String path;
    private final ReadContext context;
    private final @Nullable Pattern shownKeys;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private Section(SourcePosition position, String path, ReadContext context, @Nullable Pattern shownKeys) {
        this.position = position;
        this.path = path;
        this.context = context;
        this.shownKeys = shownKeys;
    }

    /** A map with keys of the user's choice; null if it is something else. */
    static @Nullable Section open(YamlNode node, String path, ReadContext context) {
        return open(node, path, context, null);
    }

    /** As {@link #open(YamlNode, String, ReadContext)}; of keys that are not like this no error has the text. */
    static @Nullable Section open(YamlNode node, String path, ReadContext context, @Nullable Pattern shownKeys) {
        if (!(node instanceof Mapping mapping)) {
            context.problems().error(node.position(), path, node.kind() + " (expected a map)");
            return null;
        }
        Section section = new Section(node.position(), path, context, shownKeys);
        mapping.entries().forEach(section::add);
        return section;
    }

    /** A map with no other keys than these; null if it is something else. */
    static @Nullable Section open(YamlNode node, String path, Collection<String> known, ReadContext context) {
        Section section = open(node, path, context);
        if (section != null) {
            section.requireOnly(known);
        }
        return section;
    }

    /** Adds an error for each other key. */
    void requireOnly(Collection<String> known) {
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                error(key, entry.key().position(), KeySuggestion.describe(key, known));
            }
        });
    }

    /**
     * Takes keys out, with an error for each that is there.
     *
     * @param reasons by key, which is no secret
     */
    void refuse(Map<String, String> reasons) {
        reasons.forEach((key, reason) -> {
            Entry entry = entries.remove(key);
            if (entry != null) {
                String place = path.isEmpty() ? key : path + "." + key;
                context.problems().error(entry.key().position(), place, reason + " (expected a file without this key)");
            }
        });
    }

    private void add(Entry entry) {
        String key = entry.key().text();
        Entry first = entries.putIfAbsent(key, entry);
        if (first != null) {
            error(
                    key,
                    entry.key().position(),
                    "key given twice (the first is at " + first.key().position() + ")");
        }
    }

    ReadContext context() {
        return context;
    }

    String path() {
        return path;
    }

    /** The path of a key, which may have any characters. */
    String path(String key) {
        String shown = shown(key);
        return path.isEmpty() ? shown : path + "." + shown;
    }

    private String shown(String key) {
        if (shownKeys != null) {
            return shownKeys.matcher(key).matches() ? key : Secret.HIDDEN;
        }
        return PLAIN_KEY.matcher(key).matches() ? key : Arguments.visible(key);
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /** The place of the first of these that is there, else of the section. */
    SourcePosition position(String... keys) {
        for (String key : keys) {
            Entry entry = entries.get(key);
            if (entry != null) {
                return entry.value().position();
            }
        }
        return position;
    }

    @Nullable
    YamlNode node(String key) {
        Entry entry = entries.get(key);
        return entry == null ? null : entry.value();
    }

    /** Null if the key is not there, or its value is wrong. */
    <T> @Nullable T value(String key, ValueParser<T> parser) {
        YamlNode node = node(key);
        return node == null ? null : context.read(node, path(key), parser);
    }

    /** As {@link #value}; an error if the key is not there. */
    <T> @Nullable T required(String key, ValueParser<T> parser) {
        if (!has(key)) {
            context.problems().error(position, path(key), "missing (expected a text)");
        }
        return value(key, parser);
    }

    /** The items of a list that are right, in order; none if the key is not there. */
    <T> List<T> values(String key, ValueParser<T> parser) {
        List<T> values = new ArrayList<>();
        forEach(key, (item, itemPath) -> {
            T value = context.read(item, itemPath, parser);
            if (value != null) {
                values.add(value);
            }
        });
        return values;
    }

    /** Calls with each item of a list and its path; with none if the key is not there, or its value is no list. */
    void forEach(String key, BiConsumer<YamlNode, String> reader) {
        YamlNode node = node(key);
        if (node != null) {
            context.forEach(node, path(key), reader);
        }
    }

    /** The values of a map with keys of the user's choice that are right, by key; none if the key is not there. */
    <T> SortedMap<String, T> map(String key, ValueParser<String> keyParser, ValueParser<T> parser) {
        SortedMap<String, T> values = new TreeMap<>();
        Section section = openMap(key, keyParser);
        if (section != null) {
            for (String name : section.entries.keySet()) {
                T value = section.value(name, parser);
                if (value != null) {
                    values.put(name, value);
                }
            }
        }
        return values;
    }

    /** The map that is the value of a key; null if the key is not there, or its value is wrong. */
    @Nullable
    Section section(String key, Collection<String> known) {
        YamlNode node = node(key);
        return node == null ? null : open(node, path(key), known, context);
    }

    /** The maps in a map with keys of the user's choice, by key; none if the key is not there. */
    SortedMap<String, Section> sections(String key, ValueParser<String> keyParser, Collection<String> known) {
        SortedMap<String, Section> sections = new TreeMap<>();
        Section section = openMap(key, keyParser);
        if (section != null) {
            section.entries.forEach((name, entry) -> {
                Section inner = open(entry.value(), section.path(name), known, context);
                if (inner != null) {
                    sections.put(name, inner);
                }
            });
        }
        return sections;
    }

    /** Calls with each value of this map of keys of the user's choice, and with the key. */
    void forEachKey(ValueParser<String> keyParser, BiConsumer<String, YamlNode> reader) {
        entries.forEach((key, entry) -> {
            checkKey(entry.key(), keyParser);
            reader.accept(key, entry.value());
        });
    }

    private @Nullable Section openMap(String key, ValueParser<String> keyParser) {
        YamlNode node = node(key);
        Section section = node == null ? null : open(node, path(key), context);
        if (section != null) {
            section.entries.values().forEach(entry -> section.checkKey(entry.key(), keyParser));
        }
        return section;
    }

    private void checkKey(Scalar key, ValueParser<String> parser) {
        try {
            parser.parse(path(key.text()), key.text());
        } catch (IllegalArgumentException e) {
            context.problems().error(key.position(), path(key.text()), e);
        }
    }

    /** Adds an error at the value of a key; if it is not there, at the section. */
    void error(String key, String text) {
        error(key, position(key), text);
    }

    private void error(String key, SourcePosition place, String text) {
        context.problems().error(place, path(key), text);
    }
}
