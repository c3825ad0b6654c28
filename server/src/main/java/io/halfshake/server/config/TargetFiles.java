package io.halfshake.server.config;

import io.halfshake.Target;
import io.halfshake.internal.Arguments;
import io.halfshake.server.config.YamlNode.Scalar;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Finds and reads {@code files}: lists of targets, and those of Prometheus' {@code file_sd_configs}. */
final class TargetFiles {
    static final int MAX_BYTES = 16 << 20;

    static final List<String> GROUP_KEYS = List.of("targets", "labels");
    private static final String EXPECTED_FILE = "a file, or a pattern such as sd/*.json";

    private final Path configFile;
    private final ReadContext context;
    private final ReadContext fileContext;
    private final TargetReader targets;
    private final Set<Path> files = new LinkedHashSet<>();

    TargetFiles(Path configFile, ReadContext context, TargetReader targets) {
        this.configFile = configFile;
        this.context = context;
        // A $ means nothing in files that programs write.
        this.fileContext = new ReadContext(context.problems(), Variables.NONE);
        this.targets = targets;
    }

    /** Reads the files that an item of {@code files} names, but for those that an earlier item named. */
    void read(YamlNode item, String path) {
        List<Path> found = context.read(item, path, (name, text) -> find(item, name, text));
        if (found != null) {
            found.stream().filter(file -> files.add(file.normalize())).forEach(this::read);
        }
    }

    /** All that were read, and those that are named and cannot be. */
    Set<Path> files() {
        return files;
    }

    private List<Path> find(YamlNode item, String path, String text) {
        Path file;
        try {
            file = configFile.resolveSibling(text);
        } catch (InvalidPathException e) {
            throw Arguments.wrong(path, text, EXPECTED_FILE);
        }
        if (isPattern(text)) {
            Path directory = Path.of(text).getParent();
            if (directory != null && isPattern(directory.toString())) {
                throw Arguments.wrong(path, text, "a pattern in the name of the file only, not of a directory");
            }
            return matching(item, path, text, file);
        }
        if (!Files.isRegularFile(file)) {
            files.add(file.normalize());
            throw Arguments.wrong(path, text, Files.exists(file) ? EXPECTED_FILE : "a file that exists");
        }
        return List.of(file);
    }

    private static boolean isPattern(String text) {
        return text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    /** As a shell does, files whose names begin with a dot only if the pattern does. */
    private List<Path> matching(YamlNode item, String path, String text, Path pattern) {
        Path directory = pattern.getParent();
        String name = String.valueOf(pattern.getFileName());
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> matches =
                Files.newDirectoryStream(directory == null ? Path.of("") : directory, name)) {
            for (Path match : matches) {
                boolean hidden = match.getFileName().toString().startsWith(".");
                if (Files.isRegularFile(match) && (!hidden || name.startsWith("."))) {
                    found.add(match);
                }
            }
        } catch (PatternSyntaxException e) {
            throw Arguments.wrong(path, text, EXPECTED_FILE);
        } catch (NoSuchFileException e) {
            // There is none yet.
        } catch (IOException | DirectoryIteratorException e) {
            throw Arguments.wrong(path, text, "a directory that can be read");
        }
        if (found.isEmpty()) {
            context.problems().warning(item.position(), path, Arguments.visible(text) + " matches no file");
        }
        return found.stream().sorted().toList();
    }

    private void read(Path file) {
        String name = file.toString();
        context.problems().startFile(name);
        String text = SourceText.read(file, name, MAX_BYTES, context.problems());
        if (text == null) {
            return;
        }
        if (name.toLowerCase(Locale.ROOT).matches(".*\\.(json|ya?ml)")) {
            YamlNode root = YamlParser.parse(name, text, context.problems());
            if (root != null) {
                readGroups(root);
            }
        } else {
            readLines(name, text);
        }
    }

    /** As {@code check -f} reads them: a target in each line, blank lines and those that begin with # left out. */
    private void readLines(String name, String text) {
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            String stripped = line.strip();
            if (!stripped.isEmpty() && stripped.charAt(0) != '#') {
                int column = line.codePointCount(0, line.indexOf(stripped)) + 1;
                SourcePosition position = new SourcePosition(name, number, column);
                readBare(new Scalar(position, stripped, false), "target", null, Map.of());
            }
        }
    }

    private void readBare(YamlNode node, String path, @Nullable String group, Map<String, String> labels) {
        Target target = fileContext.read(node, path, ValueParsers::target);
        if (target != null) {
            targets.addBare(target, group, labels, node.position(), path);
        }
    }

    private void readGroups(YamlNode root) {
        fileContext.forEach(root, "", (node, path) -> {
            Section section = Section.open(node, path, GROUP_KEYS, fileContext);
            if (section != null) {
                readGroup(section);
            }
        });
    }

    /** Of the labels, {@code group} is the group, and those with two underscores are Prometheus' own. */
    private void readGroup(Section section) {
        Map<String, String> labels = section.map("labels", TargetFiles::labelName, ValueParsers::labelValue);
        labels.keySet().removeIf(name -> name.startsWith("__"));
        String label = labels.remove("group");
        String group = label == null || label.isEmpty() ? null : label;
        section.forEach("targets", (item, path) -> readBare(item, path, group, Collections.unmodifiableMap(labels)));
    }

    private static String labelName(String path, String text) {
        return text.startsWith("__") || text.equals("group") ? text : ValueParsers.labelName(path, text);
    }
}
