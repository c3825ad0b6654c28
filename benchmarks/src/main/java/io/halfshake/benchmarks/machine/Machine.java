package io.halfshake.benchmarks.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The machine and the date of a run.
 *
 * @param processor its model
 * @param processors the number of processors
 * @param memoryMebibytes of the machine
 * @param kernel its version
 * @param system the distribution
 * @param jdk version and vendor of the JVM, and which other has virtual threads
 * @param date in UTC
 * @param programs the Debian packages of contenders, with their versions
 */
public record Machine(
        String processor,
        int processors,
        long memoryMebibytes,
        String kernel,
        String system,
        String jdk,
        String date,
        List<String> programs) {
    public static Machine here(List<String> packages) throws IOException, InterruptedException {
        return new Machine(
                field(Path.of("/proc/cpuinfo"), "model name"),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(field(Path.of("/proc/meminfo"), "MemTotal").replaceAll("[^0-9]", "")) / 1024,
                System.getProperty("os.version"),
                field(Path.of("/etc/os-release"), "PRETTY_NAME").replace("\"", ""),
                Runtime.version() + ", " + System.getProperty("java.vendor") + virtualThreads(),
                LocalDate.now(ZoneOffset.UTC).toString(),
                versions(packages));
    }

    /** Another JDK, where this one has none. */
    private static String virtualThreads() {
        return JavaHome.withVirtualThreads()
                .filter(home -> !home.equals(JavaHome.own()))
                .map(home -> "; virtual threads on JDK " + home.version())
                .orElse("");
    }

    private static String field(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.replaceFirst("^[^:=]*[:=]\\s*", ""))
                .findFirst()
                .orElse("unknown");
    }

    private static List<String> versions(List<String> packages) throws IOException, InterruptedException {
        if (packages.isEmpty() || Programs.find("dpkg-query").isEmpty()) {
            return List.of();
        }
        Process process = new ProcessBuilder(Programs.path("dpkg-query"), "-W", "-f", "${Package} ${Version}\n")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String all = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return all.lines()
                .filter(line -> packages.contains(line.split(" ", 2)[0]))
                .toList();
    }
}
