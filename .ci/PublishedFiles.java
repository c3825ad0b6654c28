import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Whether a repository in a directory would pass Maven Central's validation: the requirements of
 * central.sonatype.org/publish/requirements, and what users of these artifacts rely on besides. Prints what is missing
 * and ends with 1, or says what was looked at. Signatures are verified by gpg(1) with the keys of {@code GNUPGHOME}.
 */
class PublishedFiles {
    private static final String GROUP = "io.halfshake";
    private static final List<String> SUMS_AND_SIGNATURES = List.of(".md5", ".sha1", ".sha256", ".sha512", ".asc");

    private final Path group;
    private final String version;
    private final Map<String, Element> sources;
    private final List<String> faults = new ArrayList<>();
    private int files;

    PublishedFiles(Path repository, String version, Map<String, Element> sources) {
        this.group = repository.resolve(GROUP.replace('.', '/'));
        this.version = version;
        this.sources = sources;
    }

    public static void main(String[] args) throws Exception {
        PublishedFiles published = new PublishedFiles(Path.of(args[0]), args[1], poms(Path.of(args[2])));
        Set<String> artifacts = published.artifacts();
        for (String artifact : artifacts) {
            published.check(artifact, artifacts);
        }
        published.checkBom(artifacts);
        published.faults.forEach(System.out::println);
        System.out.println(artifacts.size() + " artifacts, " + published.files + " signed files, "
                + published.faults.size() + " faults: " + artifacts);
        if (!published.faults.isEmpty() || artifacts.isEmpty()) {
            System.exit(1);
        }
    }

    private Set<String> artifacts() throws IOException {
        try (Stream<Path> directories = Files.list(group)) {
            return directories
                    .map(directory -> directory.getFileName().toString())
                    .filter(name -> !name.startsWith("maven-metadata"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** By artifact, as they are in the sources. */
    private static Map<String, Element> poms(Path checkout) throws Exception {
        Map<String, Element> poms = new HashMap<>();
        List<Path> files;
        try (Stream<Path> found = Files.find(checkout, 3, (path, attributes) -> path.endsWith("pom.xml"))) {
            files = found.toList();
        }
        for (Path file : files) {
            Element pom = parse(file);
            poms.put(text(pom, "artifactId"), pom);
        }
        return poms;
    }

    private void check(String artifact, Set<String> artifacts) throws Exception {
        String prefix = artifact + "-" + version;
        Path directory = group.resolve(artifact).resolve(version);
        expect(artifact, "directory " + version, Files.isDirectory(directory));
        if (!Files.isDirectory(directory)) {
            return;
        }
        Element pom = parse(directory.resolve(prefix + ".pom"));
        checkPom(artifact, pom);
        checkDependencies(artifact, pom, artifacts);
        exists(artifact, directory, prefix + "-cyclonedx.json");
        if (!"pom".equals(text(pom, "packaging"))) {
            exists(artifact, directory, prefix + ".jar");
            exists(artifact, directory, prefix + "-sources.jar");
            exists(artifact, directory, prefix + "-javadoc.jar");
            checkJar(artifact, directory.resolve(prefix + ".jar"));
            hasEntry(artifact, directory.resolve(prefix + "-javadoc.jar"), "index.html");
            hasEntry(artifact, directory.resolve(prefix + "-sources.jar"), ".java");
        }
        for (Path file : list(directory)) {
            String name = file.getFileName().toString();
            if (SUMS_AND_SIGNATURES.stream().noneMatch(name::endsWith)) {
                files++;
                expect(artifact, "name of " + name, name.startsWith(prefix));
                checksum(artifact, file, "MD5", ".md5");
                checksum(artifact, file, "SHA-1", ".sha1");
                signature(artifact, file);
            }
        }
    }

    private void checkPom(String artifact, Element pom) {
        expect(artifact, "modelVersion 4.0.0", "4.0.0".equals(text(pom, "modelVersion")));
        expect(artifact, "groupId " + GROUP, GROUP.equals(text(pom, "groupId")));
        expect(artifact, "artifactId", artifact.equals(text(pom, "artifactId")));
        expect(artifact, "version " + version, version.equals(text(pom, "version")));
        for (String path : List.of(
                "name",
                "description",
                "url",
                "licenses/license/name",
                "licenses/license/url",
                "developers/developer/name",
                "developers/developer/organization",
                "developers/developer/organizationUrl",
                "scm/connection",
                "scm/developerConnection",
                "scm/url")) {
            String value = text(pom, path.split("/"));
            expect(artifact, path, value != null && !value.isBlank());
        }
        for (String absent : List.of("parent", "repositories", "pluginRepositories", "build", "profiles", "properties")) {
            expect(artifact, "no " + absent, child(pom, absent) == null);
        }
        String tag = text(pom, "scm", "tag");
        expect(artifact, "scm/tag v" + version + " instead of " + tag, ("v" + version).equals(tag));
        expect(artifact, "no placeholder", !pom.getTextContent().contains("${"));
    }

    /** Those of the sources but for tests, and as optional as they are there. */
    private void checkDependencies(String artifact, Element pom, Set<String> artifacts) {
        Map<String, String> expected = new TreeMap<>();
        for (Element dependency : children(child(sources.get(artifact), "dependencies"), "dependency")) {
            if (!"test".equals(text(dependency, "scope"))) {
                expected.put(name(dependency), traits(dependency));
            }
        }
        Map<String, String> found = new TreeMap<>();
        for (Element dependency : children(child(pom, "dependencies"), "dependency")) {
            String needed = text(dependency, "version");
            expect(artifact, "fixed version of " + name(dependency) + " instead of " + needed,
                    needed != null && !needed.contains("$") && !needed.endsWith("-SNAPSHOT"));
            expect(artifact, "published dependency instead of " + name(dependency),
                    !GROUP.equals(text(dependency, "groupId")) || artifacts.contains(text(dependency, "artifactId")));
            found.put(name(dependency), traits(dependency));
        }
        expect(artifact, "dependencies " + expected + " instead of " + found, found.equals(expected));
    }

    private static String name(Element dependency) {
        return text(dependency, "groupId") + ":" + text(dependency, "artifactId");
    }

    private static String traits(Element dependency) {
        String scope = text(dependency, "scope");
        String optional = text(dependency, "optional");
        List<String> exclusions = children(child(dependency, "exclusions"), "exclusion").stream()
                .map(PublishedFiles::name)
                .toList();
        return (scope == null ? "compile" : scope) + ("true".equals(optional) ? " optional" : "")
                + (exclusions.isEmpty() ? "" : " without " + exclusions);
    }

    /** All that is published but itself, each once, and nothing of anybody else. */
    private void checkBom(Set<String> artifacts) throws Exception {
        String bom = "halfshake-bom";
        Element pom = parse(group.resolve(bom).resolve(version).resolve(bom + "-" + version + ".pom"));
        List<String> managed = new ArrayList<>();
        Element management = child(child(pom, "dependencyManagement"), "dependencies");
        for (Element dependency : children(management, "dependency")) {
            expect(bom, "only " + GROUP, GROUP.equals(text(dependency, "groupId")));
            expect(bom, "version " + version, version.equals(text(dependency, "version")));
            managed.add(text(dependency, "artifactId"));
        }
        Set<String> expected = new TreeSet<>(artifacts);
        expected.remove(bom);
        expect(bom, expected + " instead of " + managed,
                managed.size() == expected.size() && new TreeSet<>(managed).equals(expected));
    }

    private void checkJar(String artifact, Path jar) throws IOException {
        hasEntry(artifact, jar, ".class");
        hasEntry(artifact, jar, "META-INF/LICENSE");
        if (artifact.equals("halfshake-server")) {
            hasEntry(artifact, jar, "/uPlot-1.6.32.LICENSE.txt");
        }
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            boolean isModule = zip.getEntry("module-info.class") != null;
            ZipEntry manifest = zip.getEntry("META-INF/MANIFEST.MF");
            String lines = new String(zip.getInputStream(manifest).readAllBytes(), UTF_8);
            boolean isProgram = artifact.equals("halfshake-cli");
            expect(artifact, "a module's name", isProgram || isModule || lines.contains("Automatic-Module-Name: io.halfshake."));
        }
    }

    private void hasEntry(String artifact, Path jar, String suffix) throws IOException {
        if (Files.exists(jar)) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                expect(artifact, suffix + " in " + jar.getFileName(),
                        zip.stream().anyMatch(entry -> entry.getName().endsWith(suffix)));
            }
        }
    }

    private void exists(String artifact, Path directory, String name) {
        expect(artifact, name, Files.isRegularFile(directory.resolve(name)));
    }

    private void checksum(String artifact, Path file, String algorithm, String suffix) throws Exception {
        Path sum = Path.of(file + suffix);
        if (!Files.exists(sum)) {
            expect(artifact, sum.getFileName().toString(), false);
            return;
        }
        byte[] digest = MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file));
        expect(artifact, suffix + " of " + file.getFileName(),
                HexFormat.of().formatHex(digest).equals(Files.readString(sum).strip()));
    }

    private void signature(String artifact, Path file) throws Exception {
        Path signature = Path.of(file + ".asc");
        if (!Files.exists(signature)) {
            expect(artifact, signature.getFileName().toString(), false);
            return;
        }
        Process gpg = new ProcessBuilder("gpg", "--batch", "--quiet", "--verify", signature.toString(), file.toString())
                .redirectErrorStream(true)
                .start();
        String output;
        try (InputStream stream = gpg.getInputStream()) {
            output = new String(stream.readAllBytes(), UTF_8);
        }
        expect(artifact, "signature of " + file.getFileName() + ": " + output.strip(), gpg.waitFor() == 0);
    }

    private void expect(String artifact, String what, boolean isThere) {
        if (!isThere) {
            faults.add(artifact + ": expected " + what);
        }
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Element parse(Path pom) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile()).getDocumentElement();
    }

    private static String text(Element from, String... path) {
        Element found = from;
        for (String name : path) {
            found = child(found, name);
        }
        return found == null ? null : found.getTextContent();
    }

    private static Element child(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? null : found.get(0);
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent == null ? null : parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
