package io.halfshake.server.config;

import io.halfshake.server.config.YamlNode.Entry;
import io.halfshake.server.config.YamlNode.Mapping;
import io.halfshake.server.config.YamlNode.Scalar;
import io.halfshake.server.config.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads one document of YAML 1.2, of which JSON is a part. The library's own composer has no limit of depth, and its
 * limit of aliases does not depend on how much they repeat.
 */
final class YamlParser {
    static final int MAX_DEPTH = 20;

    /** Values that aliases repeat. */
    static final int MAX_REPEATED = 100_000;

    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> STANDARD_TAGS = Set.of(
            "!",
            "tag:yaml.org,2002:bool",
            "tag:yaml.org,2002:float",
            "tag:yaml.org,2002:int",
            "tag:yaml.org,2002:map",
            "tag:yaml.org,2002:seq",
            "tag:yaml.org,2002:str");

    private final String file;
    private final Iterator<Event> events;
    private final Map<Anchor, YamlNode> anchors = new HashMap<>();
    private SourcePosition last;
    private int repeated;

    private YamlParser(String file, Iterator<Event> events) {
        this.file = file;
        this.last = SourcePosition.of(file);
        this.events = events;
    }

    /** The document; null if it has none, which is then among the problems. */
    static @Nullable YamlNode parse(String file, String text, Problems problems) {
        try {
            YamlErrors.requirePrintable(file, text);
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(file)
                    .setCodePointLimit(Integer.MAX_VALUE)
                    .build();
            return new YamlParser(file, new ParserImpl(settings, new StreamReader(settings, text))).document();
        } catch (YamlEngineException e) {
            YamlErrors.report(e, file, text, problems);
        } catch (MalformedException e) {
            problems.error(e.position(), e.text());
        }
        return null;
    }

    private YamlNode document() {
        expect(Event.ID.StreamStart);
        Event start = next();
        if (start.getEventId() == Event.ID.StreamEnd) {
            throw new MalformedException(SourcePosition.of(file), "empty (expected a document)");
        }
        YamlNode root = node(next(), 1);
        expect(Event.ID.DocumentEnd);
        Event end = next();
        if (end.getEventId() != Event.ID.StreamEnd) {
            throw new MalformedException(position(end), "a second document (expected one)");
        }
        return root;
    }

    private void expect(Event.ID id) {
        Event event = next();
        if (event.getEventId() != id) {
            throw new IllegalStateException("event: " + event + " (expected " + id + ")");
        }
    }

    /** A text that ends within an escape makes the library fail in another way than with its own exception. */
    private Event next() {
        try {
            Event event = events.next();
            last = position(event);
            return event;
        } catch (YamlEngineException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new MalformedException(last, "not YAML after this place: " + YamlErrors.oneLine(e.toString()));
        }
    }

    private YamlNode node(Event event, int depth) {
        SourcePosition position = position(event);
        if (depth > MAX_DEPTH) {
            throw new MalformedException(position, "values inside others (expected at most " + MAX_DEPTH + " deep)");
        }
        if (event instanceof AliasEvent alias) {
            return repeat(alias, position);
        }
        YamlNode node = switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event, position);
            case SequenceStart -> sequence(position, depth);
            case MappingStart -> mapping(position, depth);
            default -> throw new IllegalStateException("event: " + event + " (expected a value)");
        };
        requireNoTag(event, position);
        // After the node, so that it cannot be part of itself.
        ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
        return node;
    }

    /** No error shows its name, which may be a secret that begins with an asterisk. */
    private YamlNode repeat(AliasEvent alias, SourcePosition position) {
        YamlNode node = anchors.get(alias.getAlias());
        if (node == null) {
            throw new MalformedException(
                    position, "an alias (expected its anchor before it; quote a text that begins with *)");
        }
        repeated += node.size();
        if (repeated > MAX_REPEATED) {
            throw new MalformedException(
                    position, "an alias (expected aliases to repeat at most " + MAX_REPEATED + " values)");
        }
        return node;
    }

    private static Scalar scalar(ScalarEvent event, SourcePosition position) {
        return new Scalar(position, event.getValue(), event.isPlain() && NULLS.contains(event.getValue()));
    }

    private Sequence sequence(SourcePosition position, int depth) {
        List<YamlNode> items = new ArrayList<>();
        int size = 1;
        for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
            YamlNode item = node(event, depth + 1);
            items.add(item);
            size += item.size();
        }
        return new Sequence(position, items, size);
    }

    private Mapping mapping(SourcePosition position, int depth) {
        List<Entry> entries = new ArrayList<>();
        int size = 1;
        for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
            YamlNode key = node(event, depth + 1);
            if (!(key instanceof Scalar name)) {
                throw new MalformedException(
                        key.position(),
                        "a key that is " + key.kind() + " (expected a text; quote one that has [ or {)");
            }
            YamlNode value = node(next(), depth + 1);
            entries.add(new Entry(name, value));
            size += value.size();
        }
        return new Mapping(position, entries, size);
    }

    /** The error does not show it: it may be a secret that begins with an exclamation mark. */
    private static void requireNoTag(Event event, SourcePosition position) {
        Optional<String> tag = YamlErrors.tag(event);
        if (tag.isPresent() && !STANDARD_TAGS.contains(tag.get())) {
            throw new MalformedException(position, "a tag (expected none; quote a text that begins with !)");
        }
    }

    private SourcePosition position(Event event) {
        return YamlErrors.position(file, event.getStartMark());
    }
}
