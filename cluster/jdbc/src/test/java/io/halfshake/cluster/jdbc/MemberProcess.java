package io.halfshake.cluster.jdbc;

import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process that runs {@link MemberMain}. */
final class MemberProcess {
    /** What a member has announced. */
    record Announced(String member, String target, String state, String id) {}

    private static final long MAX_SECONDS = 30;

    private final String member;
    private final Process process;
    private final BufferedWriter commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Thread reader;

    /** What it announces is added to the list. */
    MemberProcess(String member, String url, List<Announced> announced) throws IOException {
        this.member = member;
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", classPath(), MemberMain.class.getName(), url, member));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = process.outputWriter(StandardCharsets.UTF_8);
        reader = new Thread(() -> read(announced), "member-" + member);
        reader.setDaemon(true);
        reader.start();
    }

    private static String classPath() {
        return Stream.of("jdk.module.path", "java.class.path")
                .map(name -> System.getProperty(name, ""))
                .flatMap(path -> Arrays.stream(path.split(File.pathSeparator, -1)))
                .filter(entry -> !entry.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void read(List<Announced> announced) {
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                if (words[0].equals("announced")) {
                    announced.add(new Announced(member, words[1], words[2], words[3]));
                } else {
                    answers.add(line);
                }
            }
        } catch (IOException e) {
            answers.add("lost: " + e);
        }
    }

    String member() {
        return member;
    }

    /** What it answers to a command. */
    String request(String command) throws IOException, InterruptedException {
        commands.write(command + "\n");
        commands.flush();
        String answer = answers.poll(MAX_SECONDS, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError("member " + member + ", " + command + ": no answer within " + MAX_SECONDS + " s");
        }
        return answer;
    }

    /** By that name, such as STOP. */
    void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (status != 0) {
            throw new AssertionError("kill -" + name + ": status " + status);
        }
    }

    /** SIGKILL, of which it learns nothing. */
    void kill() throws InterruptedException {
        boolean unused = process.toHandle().destroyForcibly();
        process.waitFor();
        // What it had printed counts.
        reader.join();
    }
}
