package io.halfshake.layers;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The layers of a package's files, from bottom to top. A file needs files of its own layer and of those below, and no
 * files of one layer need each other in a circle.
 */
final class FileLayers {
    private static final int CLASS_FILE = 0xCAFEBABE;

    private final String packageName;
    private final Map<String, List<String>> layers = new LinkedHashMap<>();
    private final List<Exempt> exceptions = new ArrayList<>();

    /** A dependency that is against the rule. */
    private record Exempt(String file, String needed) {}

    FileLayers(String packageName) {
        this.packageName = packageName;
    }

    /** Adds the next higher layer: its files, with a space in between. */
    FileLayers layer(String name, String files) {
        layers.put(name, List.of(files.split(" ", -1)));
        return this;
    }

    /** Allows one dependency that is against the rule. */
    FileLayers exception(String file, String needed) {
        exceptions.add(new Exempt(file, needed));
        return this;
    }

    /** As the rows of the table in the documentation, from bottom to top. */
    String rows() {
        StringBuilder rows = new StringBuilder();
        layers.forEach((name, files) -> rows.append("| " + name + " | `" + String.join(" ", files) + "` |\n"));
        return rows.toString();
    }

    /** As the documentation names them. */
    List<String> exceptions() {
        return exceptions.stream()
                .map(each -> "`" + each.file + "` → `" + each.needed + "`")
                .toList();
    }

    /** What is wrong with the class files, a line each; nothing else is read. */
    String violations(JavaClasses classes) throws IOException {
        Map<String, Set<String>> needs = needs(classes);
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> levels = levels(needs.keySet(), wrong);
        for (Exempt each : exceptions) {
            Set<String> all = needs.get(each.file);
            if (all == null || !all.remove(each.needed)) {
                wrong.add(each.file + " -> " + each.needed + ": listed as an exception (expected a dependency)");
            }
        }
        needs.forEach((file, all) -> all.forEach(needed -> {
            if (levels.getOrDefault(file, Integer.MAX_VALUE) < levels.getOrDefault(needed, 0)) {
                wrong.add(file + " -> " + needed + ": a higher layer (expected the same one, or a lower)");
            }
        }));
        layers.forEach((name, files) -> {
            Set<String> circle = circle(files, needs);
            if (!circle.isEmpty()) {
                wrong.add(name + ": need each other: " + circle + " (expected no circle)");
            }
        });
        return String.join("\n", wrong);
    }

    private Map<String, Integer> levels(Set<String> present, List<String> wrong) {
        Map<String, Integer> levels = new TreeMap<>();
        int level = 0;
        for (List<String> files : layers.values()) {
            level++;
            for (String file : files) {
                if (levels.put(file, level) != null) {
                    wrong.add(file + ": in two layers (expected one)");
                }
                if (!present.contains(file)) {
                    wrong.add(file + ": in a layer, and not in " + packageName);
                }
            }
        }
        for (String file : present) {
            if (!levels.containsKey(file)) {
                wrong.add(file + ": in no layer of " + packageName + " (expected one)");
            }
        }
        return levels;
    }

    /** Those that are on a circle, or between two. */
    private static Set<String> circle(Collection<String> files, Map<String, Set<String>> needs) {
        Set<String> left = new TreeSet<>(files);
        boolean smaller = true;
        while (smaller) {
            Set<String> needed = new HashSet<>();
            left.forEach(file -> needed.addAll(needs.getOrDefault(file, Set.of())));
            smaller = left.removeIf(file -> !needed.contains(file))
                    || left.removeIf(
                            file -> needs.getOrDefault(file, Set.of()).stream().noneMatch(left::contains));
        }
        return left;
    }

    /** The files of the package, each with those that it needs. */
    private Map<String, Set<String>> needs(JavaClasses classes) throws IOException {
        Map<String, Set<String>> needs = new TreeMap<>();
        for (JavaClass each : classes) {
            String file = each.getName()
                    .substring(each.getName().lastIndexOf('.') + 1)
                    .replaceFirst("\\$.*", "");
            if (each.getPackageName().equals(packageName) && !file.equals("package-info")) {
                URI classFile = each.getSource().orElseThrow().getUri();
                needs.computeIfAbsent(file, unused -> new TreeSet<>()).addAll(named(classFile));
            }
        }
        needs.forEach((file, all) -> all.removeIf(other -> other.equals(file) || !needs.containsKey(other)));
        return needs;
    }

    /**
     * Every name of the package in a class file's constants (JVMS 4.4). ArchUnit does not see where a file needs
     * another for a constant only, whose value the compiler copies; its class is named here all the same.
     */
    private Set<String> named(URI classFile) throws IOException {
        Pattern name = Pattern.compile(packageName.replace('.', '/') + "/(\\w+)(?![\\w/])");
        Set<String> names = new TreeSet<>();
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(classFile.toURL().openStream()))) {
            if (in.readInt() != CLASS_FILE) {
                throw new IOException(classFile + ": no class file");
            }
            in.skipNBytes(4);
            int count = in.readUnsignedShort();
            for (int i = 1; i < count; i++) {
                int tag = in.readUnsignedByte();
                switch (tag) {
                    case 1 -> {
                        Matcher found = name.matcher(in.readUTF());
                        while (found.find()) {
                            names.add(found.group(1));
                        }
                    }
                    case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                    case 5, 6 -> {
                        in.skipNBytes(8);
                        // It counts twice.
                        i++;
                    }
                    case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                    case 15 -> in.skipNBytes(3);
                    default -> throw new IOException(classFile + ": constant of unknown tag " + tag);
                }
            }
        }
        return names;
    }
}
