import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Prints what a build did not try, and how to try it, from the test reports that it left behind. */
final class NotTried {
    private static final String REPORTS = "{surefire,failsafe}-reports";

    /** Directories of modules. */
    private static final Set<String> GROUPS = Set.of("adapters", "cluster");

    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(halfshake-[a-z0-9-]+)</artifactId>");

    /** A rule of the contract that means nothing for an engine: there is no way to try it. */
    private static final String MEANINGLESS = "this engine asks hosts, not ports";

    /** Of each reason: the classes, and how many tests. */
    private final Map<String, TreeSet<String>> classes = new TreeMap<>();

    private final Map<String, Integer> tests = new TreeMap<>();

    private NotTried() {}

    /** The project's directory, when the build began, skipTests, skipITs, and the tags left out. */
    public static void main(String[] arguments) throws IOException, XMLStreamException {
        Path project = Path.of(arguments[0]);
        requireLast(project);
        NotTried notTried = new NotTried();
        notTried.readAll(project, Instant.parse(arguments[1]));

        System.out.println();
        System.out.println("Not tried by this build:");
        notTried.classes.forEach((reason, names) ->
                System.out.println("- " + notTried.tests.get(reason) + " tests of " + names + ": " + reason));
        if (Boolean.parseBoolean(arguments[2])) {
            System.out.println("- all tests: skipTests is set");
        } else if (Boolean.parseBoolean(arguments[3])) {
            System.out.println("- all integration tests: skipITs is set, as by -Pquick; \"mvn verify\" runs them");
        }
        if (!arguments[4].equals("none")) {
            System.out.println(
                    "- tests tagged " + arguments[4].replace(",", " or ") + ": \"mvn verify -Psoak\" runs them");
        }
        if (!notTried.classes.isEmpty()) {
            System.out.println("As root, \".ci/run\" installs what is missing and runs all but the last.");
        }
        System.out.println();
    }

    /** Modules are built side by side: done are only those that this one depends on, itself or through another. */
    private static void requireLast(Path project) throws IOException {
        Map<String, List<String>> named = new TreeMap<>();
        Set<String> tested = new TreeSet<>();
        for (Path module : modules(project)) {
            Path pom = module.resolve("pom.xml");
            if (Files.exists(pom)) {
                String text = Files.readString(pom);
                List<String> names = ARTIFACT.matcher(text)
                        .results()
                        .map(name -> name.group(1))
                        .toList();
                // The first is the parent.
                String own = names.get(1);
                named.put(own, names);
                if (Files.isDirectory(module.resolve("src/test")) && !text.contains("<packaging>pom</packaging>")) {
                    tested.add(own);
                }
            }
        }
        Set<String> done = new TreeSet<>();
        follow("halfshake-summary", named, done);
        tested.removeAll(done);
        if (!tested.isEmpty()) {
            throw new IllegalStateException("summary/pom.xml: no dependency on " + tested
                    + " (expected each module with tests, directly or through another)");
        }
    }

    private static void follow(String name, Map<String, List<String>> named, Set<String> done) {
        if (done.add(name)) {
            named.getOrDefault(name, List.of()).forEach(other -> follow(other, named, done));
        }
    }

    private static List<Path> modules(Path project) throws IOException {
        List<Path> modules = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(project, Files::isDirectory)) {
            for (Path directory : directories) {
                if (GROUPS.contains(directory.getFileName().toString())) {
                    modules.addAll(modules(directory));
                } else {
                    modules.add(directory);
                }
            }
        }
        return modules;
    }

    private void readAll(Path project, Instant begin) throws IOException, XMLStreamException {
        for (Path module : modules(project)) {
            readModule(module, begin);
        }
    }

    private void readModule(Path module, Instant begin) throws IOException, XMLStreamException {
        Path target = module.resolve("target");
        if (!Files.isDirectory(target)) {
            return;
        }
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(target, REPORTS)) {
            for (Path directory : directories) {
                readDirectory(module.getFileName().toString(), directory, begin);
            }
        }
    }

    private void readDirectory(String module, Path directory, Instant begin) throws IOException, XMLStreamException {
        try (DirectoryStream<Path> reports = Files.newDirectoryStream(directory, "TEST-*.xml")) {
            for (Path report : reports) {
                // An older one is of another build.
                if (!Files.getLastModifiedTime(report).toInstant().isBefore(begin)) {
                    String name = report.getFileName()
                            .toString()
                            .replaceAll("\\.xml$", "")
                            .replaceAll("^.*[.-]", "");
                    read(module + " " + name, report);
                }
            }
        }
    }

    private void read(String name, Path report) throws IOException, XMLStreamException {
        try (InputStream stream = Files.newInputStream(report)) {
            XMLStreamReader reader = XMLInputFactory.newFactory().createXMLStreamReader(stream);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamReader.START_ELEMENT
                        && reader.getLocalName().equals("skipped")) {
                    String message = reader.getAttributeValue(null, "message");
                    add(name, message == null ? reader.getElementText() : message);
                }
            }
        }
    }

    private void add(String name, String message) {
        if (message.contains(MEANINGLESS)) {
            return;
        }
        String reason = message.strip().lines().findFirst().orElse("no reason given");
        classes.computeIfAbsent(reason, unused -> new TreeSet<>()).add(name);
        tests.merge(reason, 1, Integer::sum);
    }
}
