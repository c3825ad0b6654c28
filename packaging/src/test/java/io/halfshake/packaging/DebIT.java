package io.halfshake.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.packaging.Deb.Entry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The package that jdeb has built, held against Debian's policy. */
@Tag("once")
class DebIT {
    private static final String LIB = "/usr/share/halfshake/lib/";
    private static final String DOC = "/usr/share/doc/halfshake/";

    @SuppressWarnings("NullAway.Init") // Set before all tests.
    private static Deb deb;

    @BeforeAll
    static void read() throws IOException {
        deb = Deb.built();
    }

    private static String uncompressed(Entry entry) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(entry.bytes()))) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What the manifest of the command line names. */
    private static List<String> libraries() throws IOException {
        byte[] jar = deb.data("/usr/share/halfshake/halfshake-cli.jar").bytes();
        try (JarInputStream stream = new JarInputStream(new ByteArrayInputStream(jar))) {
            String path = stream.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return Stream.of(path.split(" ", -1))
                    .map(name -> name.replaceFirst("^lib/", ""))
                    .toList();
        }
    }

    @Test
    void archive_hasTheMembersOfItsFormatInOrder() {
        assertThat(deb.memberNames()).containsExactly("debian-binary", "control.tar.gz", "data.tar.gz");
        assertThat(new String(deb.member("debian-binary"), StandardCharsets.US_ASCII))
                .isEqualTo("2.0\n");
    }

    @Test
    void fields_areThoseOfAPackageForEachArchitecture() {
        Map<String, String> fields = deb.fields();
        assertThat(fields)
                .containsOnlyKeys(
                        "Package",
                        "Version",
                        "Section",
                        "Priority",
                        "Architecture",
                        "Multi-Arch",
                        "Depends",
                        "Suggests",
                        "Installed-Size",
                        "Maintainer",
                        "Homepage",
                        "Description")
                .containsEntry("Package", "halfshake")
                .containsEntry("Version", PackageFiles.debianVersion(System.getProperty("package.version", "")))
                .containsEntry("Architecture", "all")
                .containsEntry("Section", "net")
                .containsEntry("Priority", "optional")
                .containsEntry("Depends", "default-jre-headless (>= 2:1.17) | java17-runtime-headless");
        // Not the property of the build, where jdeb finds DEBFULLNAME and DEBEMAIL in the environment.
        assertThat(fields.get("Maintainer")).matches("[^<>]+ <[^<> ]+@[^<> ]+>");
        long bytes = deb.data.stream().mapToLong(entry -> entry.bytes().length).sum();
        assertThat(Long.parseLong(fields.getOrDefault("Installed-Size", "0"))).isEqualTo(bytes / 1024);
    }

    /** A synopsis, then lines that each begin with a space, of which one with a dot stands for an empty one. */
    @Test
    void description_isAsThePolicyWantsIt() {
        List<String> lines =
                deb.fields().getOrDefault("Description", "").lines().toList();
        assertThat(lines.get(0)).hasSizeLessThan(80).doesNotEndWith(".").matches("[a-z].*");
        assertThat(lines.subList(1, lines.size()))
                .isNotEmpty()
                .allMatch(line -> line.matches(" (\\.|\\S.{0,78})"), "one space, and at most 80 characters");
    }

    @Test
    void controlFiles_areThoseOfTheSources() {
        assertThat(deb.control)
                .extracting(Entry::name)
                .containsExactlyInAnyOrder(
                        "./control", "./conffiles", "./md5sums", "./postinst", "./prerm", "./postrm");
        assertThat(deb.control).allSatisfy(entry -> {
            boolean isScript = entry.name().matches("\\./p(ost|re)(inst|rm)");
            assertThat(entry.permissions()).isEqualTo((isScript ? "0755" : "0644") + " root:root 0:0");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"postinst", "prerm", "postrm"})
    void maintainerScript_isSoundAndStopsAtAnError(String name, @TempDir Path directory) throws Exception {
        String script = deb.control(name).text();
        assertThat(script).startsWith("#!/bin/sh\nset -e\n");
        assertThat(Commands.run(directory, List.of("sh", "-n", "-c", script)).output())
                .isEmpty();
    }

    @Test
    void postinst_refusesAnUnknownArgument(@TempDir Path directory) throws Exception {
        String script = deb.control("postinst").text();
        Commands.Ended ended = Commands.run(directory, List.of("sh", "-c", script, "postinst", "nonsense"));
        assertThat(ended).isEqualTo(new Commands.Ended(1, "postinst called with unknown argument 'nonsense'\n"));
    }

    @Test
    void filesOfTheConfiguration_areConffiles() {
        List<String> configuration = deb.data.stream()
                .filter(entry -> entry.isFile() && entry.name().startsWith("./etc/"))
                .map(entry -> entry.name().substring(1))
                .toList();
        assertThat(deb.control("conffiles").text().lines()).containsExactlyInAnyOrderElementsOf(configuration);
        assertThat(configuration).containsExactlyInAnyOrder("/etc/default/halfshake", "/etc/halfshake/halfshake.yaml");
    }

    @Test
    void installedFiles_areWhereTheyBelong() throws IOException {
        List<String> expected = Stream.concat(
                        Stream.of(
                                "/etc/default/halfshake",
                                "/etc/halfshake/halfshake.yaml",
                                "/usr/bin/halfshake",
                                "/usr/lib/systemd/system/halfshake.service",
                                "/usr/share/bash-completion/completions/halfshake",
                                DOC + "CHANGELOG.md.gz",
                                DOC + "changelog.gz",
                                DOC + "copyright",
                                DOC + "examples/halfshake.yaml",
                                DOC + "examples/syn.conf",
                                "/usr/share/halfshake/halfshake-cli.jar",
                                "/usr/share/man/man1/halfshake.1.gz"),
                        libraries().stream().map(name -> LIB + name))
                .toList();
        assertThat(deb.data.stream().filter(Entry::isFile).map(Entry::name))
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().map(path -> "." + path).toList());
    }

    @Test
    void installedFiles_belongToRootWhoAloneMayWriteThem() {
        assertThat(deb.data).allSatisfy(entry -> {
            boolean isExecutable = entry.isDirectory() || entry.name().startsWith("./usr/bin/");
            assertThat(entry.permissions())
                    .as(entry.name())
                    .isEqualTo((isExecutable ? "0755" : "0644") + " root:root 0:0");
            assertThat(entry.isDirectory() || entry.isFile()).as(entry.name()).isTrue();
        });
    }

    /** dpkg makes no directory that the package does not have. */
    @Test
    void directories_comeBeforeTheirFiles() {
        List<String> names = deb.data.stream().map(Entry::name).toList();
        assertThat(names).doesNotHaveDuplicates();
        for (String name : names) {
            String parent = name.replaceFirst("[^/]+/?$", "");
            if (!parent.equals("./")) {
                assertThat(names.subList(0, names.indexOf(name))).contains(parent);
            }
        }
    }

    @Test
    void checksums_areThoseOfTheFiles() throws Exception {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        List<String> expected = deb.data.stream()
                .filter(Entry::isFile)
                .map(entry -> HexFormat.of().formatHex(md5.digest(entry.bytes())) + "  "
                        + entry.name().substring(2))
                .toList();
        assertThat(deb.control("md5sums").text().lines()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {DOC + "changelog.gz", DOC + "CHANGELOG.md.gz", "/usr/share/man/man1/halfshake.1.gz"})
    void compressedFiles_areAsSmallAsCanBeAndHaveNoTime(String path) throws IOException {
        Entry entry = deb.data(path);
        // RFC 1952: four bytes of time, then how it was compressed.
        assertThat(List.of(entry.bytes()[4], entry.bytes()[5], entry.bytes()[6], entry.bytes()[7], entry.bytes()[8]))
                .containsExactly((byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 2);
        assertThat(uncompressed(entry)).isNotBlank();
    }

    @Test
    void changelog_isOfThisVersion() throws IOException {
        String version = Pattern.quote(deb.fields().getOrDefault("Version", ""));
        String maintainer = Pattern.quote(System.getProperty("package.maintainer", ""));
        assertThat(uncompressed(deb.data(DOC + "changelog.gz")))
                .matches("halfshake \\(" + version + "\\) unstable; urgency=medium\n\n  \\* .+\n\n" + " -- "
                        + maintainer + "  \\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d \\+0000\n");
    }

    /** So that a new dependency is not forgotten there. */
    @Test
    void copyright_namesEachLibrary() throws IOException {
        List<Pattern> named = deb.data(DOC + "copyright")
                .text()
                .lines()
                .filter(line -> line.startsWith("Files: usr/"))
                .map(line -> Pattern.compile(
                        Pattern.quote(line.substring("Files: ".length())).replace("*", "\\E[0-9A-Za-z.-]*\\Q")))
                .toList();
        List<String> all =
                libraries().stream().map(name -> LIB.substring(1) + name).toList();
        List<String> others = all.stream()
                .filter(name -> !name.startsWith(LIB.substring(1) + "halfshake-"))
                .toList();
        assertThat(others).isNotEmpty();
        for (String library : others) {
            assertThat(named)
                    .as(library)
                    .anyMatch(pattern -> pattern.matcher(library).matches());
        }
        for (Pattern pattern : named) {
            assertThat(all)
                    .as(pattern.toString())
                    .anyMatch(library -> pattern.matcher(library).matches());
        }
    }

    @Test
    void dpkg_readsThePackage(@TempDir Path directory) throws Exception {
        Commands.assumeInstalled("dpkg-deb", "dpkg");
        Commands.Ended ended = Commands.run(
                directory, List.of("dpkg-deb", "--field", Deb.path().toString(), "Package"));
        assertThat(ended).isEqualTo(new Commands.Ended(0, "halfshake\n"));
    }
}
