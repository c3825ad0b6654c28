package io.halfshake.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a file holds, it is read, or refused with errors that have a place. */
class MutatedFilesTest {
    private static final int MUTATIONS = 3_000;
    private static final byte[] MARKS = "{}[]:,-#&*!|>'\"%@`$?~ \t\r\n\\\0\u0007x1/".getBytes(StandardCharsets.UTF_8);
    private static final String JSON = "[{\"targets\": [\"db-7:1\", \"[::1]:1\"], \"labels\": {\"a\": \"\\u00e4\"}}]";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void mutatedConfiguration_isReadOrRefused() throws IOException {
        Configs configs = new Configs(directory).file("sd.json", JSON).file("a.txt", "db-8:1\n");
        String content = ConfigReaderTest.COMPLETE
                + "  - &x { target: '${HOST}:1', labels: &l { a: b } }\n"
                + "  - { target: \"db-3:1\", labels: *l }\n"
                + "files: [ sd.json, \"*.txt\" ]\n"
                + "endpoints: [ { url: tcp://db-5:1, alerts: [ { type: chat, failure-threshold: 1 } ] } ]\n";

        mutate(configs, Configs.NAME, content, new Random(1));
    }

    @Test
    void mutatedFileOfTargets_isReadOrRefused() throws IOException {
        Configs configs = new Configs(directory).file(Configs.NAME, "files: [ sd.json ]");

        mutate(configs, "sd.json", JSON, new Random(2));
    }

    @Test
    void mutatedLines_areReadOrRefused() throws IOException {
        Configs configs = new Configs(directory).file(Configs.NAME, "files: [ a.txt ]");

        mutate(configs, "a.txt", "# x\ndb-1:1\n[::1]:1\n\n", new Random(3));
    }

    private static void mutate(Configs configs, String file, String content, Random random) throws IOException {
        int read = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = mutated(content.getBytes(StandardCharsets.UTF_8), random);
            Files.write(configs.directory().resolve(file), mutated);
            try {
                configs.load();
                read++;
            } catch (ConfigException e) {
                assertThat(e.errors()).isNotEmpty();
                assertThat(configs.shortened(e.errors()))
                        .allMatch(error -> error.matches("(?s)[^:\n]+(:\\d+:\\d+)?: [^\n]+"));
            } catch (RuntimeException | Error e) {
                throw new AssertionError("mutation " + i + ":\n" + new String(mutated, StandardCharsets.UTF_8), e);
            }
        }
        assertThat(read).isBetween(1, MUTATIONS - 1);
    }

    /** One to four bytes are replaced, left out, put in, or taken from another place. */
    private static byte[] mutated(byte[] content, Random random) {
        byte[] mutated = content;
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(mutated.length);
            int end = Math.min(mutated.length, at + 1 + random.nextInt(random.nextInt(4) == 0 ? 40 : 1));
            mutated = switch (random.nextInt(4)) {
                case 0 -> replaced(mutated, at, end, new byte[] {MARKS[random.nextInt(MARKS.length)]});
                case 1 -> replaced(mutated, at, end, new byte[0]);
                case 2 -> replaced(mutated, at, at, new byte[] {(byte) random.nextInt(256)});
                default ->
                    replaced(
                            mutated,
                            at,
                            at,
                            Arrays.copyOfRange(content, at % content.length, Math.min(content.length, at + 20)));
            };
            mutated = mutated.length == 0 ? content : mutated;
        }
        return mutated;
    }

    private static byte[] replaced(byte[] content, int from, int to, byte[] by) {
        byte[] replaced = new byte[content.length - (to - from) + by.length];
        System.arraycopy(content, 0, replaced, 0, from);
        System.arraycopy(by, 0, replaced, from, by.length);
        System.arraycopy(content, to, replaced, from + by.length, content.length - to);
        return replaced;
    }
}
