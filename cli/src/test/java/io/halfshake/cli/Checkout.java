package io.halfshake.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A source checkout that holds the launcher and next to nothing else, and the programs that the launcher calls: a Maven
 * that builds in no time and keeps count, and a JVM of the test's choice.
 */
final class Checkout {
    private static final String TOOLS =
            "bash cat chmod cksum cp date env find ls mkdir mv readlink rm sh sleep sort wc";

    /** Leaves a line in the log, waits until there are as many as it is told to wait for, and makes the two outputs. */
    private static final String MAVEN = """
            #!/bin/sh
            echo built >>"$MAVEN_LOG"
            i=0
            while [ "$(wc -l <"$MAVEN_LOG")" -lt "${MAVEN_AT_ONCE:-1}" ] && [ $i -lt 600 ]; do sleep 0.1; i=$((i + 1)); done
            for argument; do
              case $argument in
                -Dlauncher.directory=*) directory=${argument#*=} ;;
                */pom.xml) root=${argument%/pom.xml} ;;
              esac
            done
            out=$root/cli/${directory:-target/launcher}
            mkdir -p "$out/lib" && cp "$MAVEN_JAR" "$out/halfshake-cli.jar"
            """;

    /**
     * Ends as {@code JAVA_ENDS} says, also the run whose classes are listed and the one that makes an archive of them.
     */
    private static final String JAVA = """
            #!/bin/sh
            case " $* " in
              *DumpLoadedClassList*) exit "${LISTING_ENDS:-101}" ;;
              *Xshare:dump*)
                for argument; do
                  case $argument in -XX:SharedArchiveFile=*) echo archive >"${argument#*=}" ;; esac
                done
                exit "${ARCHIVING_ENDS:-0}"
                ;;
            esac
            case $JAVA_ENDS in
              SIG*) kill -s "${JAVA_ENDS#SIG}" $$ ;;
              *-after-SIG*)
                trap '' "${JAVA_ENDS#*-after-SIG}"
                kill -s "${JAVA_ENDS#*-after-SIG}" $PPID
                sleep 0.3
                exit "${JAVA_ENDS%%-*}"
                ;;
              *-on-SIG*)
                sleep 60 >/dev/null 2>&1 &
                trap "kill $!; exit ${JAVA_ENDS%%-*}" "${JAVA_ENDS#*-on-SIG}"
                kill -s "${JAVA_ENDS#*-on-SIG}" $PPID
                wait
                ;;
              *) exit "$JAVA_ENDS" ;;
            esac
            """;

    private final Path directory;
    final Path root;
    private final Map<String, String> environment = new HashMap<>();

    private Checkout(Path directory, Path root) {
        this.directory = directory;
        this.root = root;
    }

    /** One that was never built. */
    static Checkout create(Path directory) throws IOException, InterruptedException {
        Checkout checkout = new Checkout(directory, directory.resolve("checkout"));
        Path made = directory.resolve("made");
        Path root = made.resolve("checkout");
        Files.createDirectories(root.resolve("cli/src/main"));
        Files.copy(Path.of("..", "halfshake"), root.resolve("halfshake"));
        executable(root.resolve("halfshake"));
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Files.writeString(root.resolve("cli").resolve("pom.xml"), "<project/>");
        Files.writeString(root.resolve("cli/src/main/Source.java"), "class Source {}");
        script(made.resolve("jdk/bin"), "java", JAVA);
        Files.writeString(made.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
        script(made.resolve("maven"), "mvn", MAVEN);
        jar(made.resolve("cli.jar"));
        tools(made.resolve("tools"), TOOLS);
        tools(made.resolve("flock"), "flock");
        copy("-a", made + "/.", directory.toString());
        checkout.environment.put("MAVEN_LOG", directory.resolve("maven.log").toString());
        checkout.environment.put("MAVEN_JAR", directory.resolve("cli.jar").toString());
        checkout.environment.put("JAVA_HOME", directory.resolve("jdk").toString());
        checkout.environment.put("JAVA_ENDS", "100");
        return checkout.with("PATH", checkout.path("tools", "flock", "maven"));
    }

    /**
     * A program must not be written by this process: another test may start a process meanwhile, which has the file
     * open for writing until it becomes another program. Until then it cannot be run (execve(2), ETXTBSY).
     */
    private static void copy(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("cp"));
        command.addAll(List.of(arguments));
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(command + ": status " + status + " (expected 0)");
        }
    }

    private static void script(Path directory, String name, String text) throws IOException {
        Files.createDirectories(directory);
        executable(Files.writeString(directory.resolve(name), text));
    }

    private static void executable(Path file) throws IOException {
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
    }

    /** As Maven makes it, but that the class path is this test's. */
    private static void jar(Path file) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                Arrays.stream(System.getProperty("java.class.path", "").split(":", -1))
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" ")));
        attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
        try (OutputStream out = Files.newOutputStream(file)) {
            new JarOutputStream(out, manifest).close();
        }
    }

    private static void tools(Path directory, String names) throws IOException {
        for (String name : names.split(" ", -1)) {
            for (String place : new String[] {"/usr/bin", "/bin"}) {
                Path tool = Path.of(place, name);
                if (Files.exists(tool)) {
                    script(directory, name, "#!/bin/sh\nexec " + tool + " \"$@\"\n");
                    break;
                }
            }
        }
    }

    private String path(String... parts) {
        return Arrays.stream(parts)
                .map(part -> directory.resolve(part).toString())
                .collect(Collectors.joining(":"));
    }

    Path source() {
        return root.resolve("cli/src/main/Source.java");
    }

    /** Inserts a line into the launcher, before the one that begins so. */
    Checkout withLineBefore(String whole, String line) throws IOException, InterruptedException {
        Path launcher = root.resolve("halfshake");
        String text = Files.readString(launcher);
        Matcher found = Pattern.compile("(?m)^ *" + Pattern.quote(whole) + "$").matcher(text);
        if (!found.find()) {
            throw new IllegalArgumentException(whole);
        }
        String changed = text.substring(0, found.start()) + line + "\n" + text.substring(found.start());
        Path made = Files.writeString(directory.resolve("made/halfshake"), changed);
        copy(made.toString(), launcher.toString());
        return this;
    }

    /** The files of the class archive, and of attempts to make one: the ends of their names, and their sizes. */
    Map<String, Long> archiveFiles() throws IOException {
        Map<String, Long> found = new HashMap<>();
        try (Stream<Path> files = Files.walk(root.resolve("target/launcher"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (name.contains(".jsa")) {
                    found.put(name.substring(name.indexOf(".jsa")), Files.size(file));
                }
            }
        }
        return found;
    }

    Checkout with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Checkout withoutFlock() {
        return with("PATH", path("tools", "maven"));
    }

    Checkout withoutMaven() {
        return with("PATH", path("tools", "flock"));
    }

    Checkout withRealJava() {
        return with("JAVA_HOME", System.getProperty("java.home", ""));
    }

    /** The same, somewhere else. */
    Checkout copied(String how) throws IOException, InterruptedException {
        Checkout copy = new Checkout(directory, directory.resolve("copy"));
        copy.environment.putAll(environment);
        copy(how, root.toString(), copy.root.toString());
        return copy;
    }

    /** The launcher as a package installs it: without sources, and with the jars where it looks for them. */
    Checkout installed() throws IOException, InterruptedException {
        Checkout installed = new Checkout(directory, directory.resolve("prefix/bin"));
        installed.environment.putAll(environment);
        Files.createDirectories(installed.root);
        copy("-p", root.resolve("halfshake").toString(), installed.root.toString());
        Path jars = Files.createDirectories(installed.jars());
        Files.copy(directory.resolve("cli.jar"), jars.resolve("halfshake-cli.jar"));
        return installed;
    }

    private Path jars() {
        return root.resolveSibling("share").resolve("halfshake");
    }

    /** The names of the files beside the installed jars. */
    List<String> installedFiles() throws IOException {
        try (Stream<Path> files = Files.list(jars())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    int builds() throws IOException {
        Path log = directory.resolve("maven.log");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    /** Lets a shell, in which {@code $H} is the launcher, run a line. */
    Process start(String line) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal", "sh", "-c", line));
        ProcessBuilder builder =
                CleanEnvironment.builder(command).redirectError(stderrFile().toFile());
        builder.environment().putAll(environment);
        builder.environment().put("H", root.resolve("halfshake").toString());
        return builder.start();
    }

    /** The exit status of a line of shell. */
    int run(String line) throws IOException, InterruptedException {
        Process process = start(line);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Files.writeString(directory.resolve("stdout"), out);
        return process.waitFor();
    }

    String stdout() throws IOException {
        return Files.readString(directory.resolve("stdout"));
    }

    private Path stderrFile() {
        return directory.resolve("stderr");
    }

    String stderr() throws IOException {
        return Files.readString(stderrFile());
    }
}
