package io.halfshake.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.halfshake.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetFilesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private List<TargetConfig> read(String files) throws ConfigException {
        return new Configs(directory).read("files: " + files).targets();
    }

    private static List<String> texts(List<TargetConfig> targets) {
        return targets.stream().map(target -> target.target().toString()).toList();
    }

    @Test
    void lines_areTargets() throws ConfigException {
        new Configs(directory)
                .file(
                        "targets.txt",
                        "\ufeff# a comment\r\ndb-1:5432\r\n\r\n  [::1]:80  \r\n\t#db-2:1\n$x:1".replace("$x", "x"));

        List<TargetConfig> targets = read("[ targets.txt ]");

        assertThat(texts(targets)).containsExactly("db-1:5432", "[::1]:80", "x:1");
        assertThat(targets.get(1).position())
                .isEqualTo(new SourcePosition(directory.resolve("targets.txt").toString(), 4, 3));
    }

    @Test
    void filesOfAConfigurationWithErrors_areKnownAlsoThoseThatAreMissing() {
        Configs configs = new Configs(directory)
                .file("a.txt", "nonsense")
                .file("b.txt", "b:1")
                .file("halfshake.yaml", "{ files: [ a.txt, missing.txt, 'b*.txt', missing.txt ], targets: 5 }");

        assertThat(catchThrowableOfType(ConfigException.class, configs::load).files())
                .extracting(file -> file.getFileName().toString())
                .containsExactly("halfshake.yaml", "a.txt", "missing.txt", "b.txt");
    }

    @Test
    void targetsOfAFile_haveTheDefaults() throws ConfigException {
        Configs configs = new Configs(directory).file("targets.txt", "a:1");

        assertThat(configs.read("{ defaults: { rise: 7 }, files: [ targets.txt ] }")
                        .targets())
                .isEqualTo(configs.read("{ defaults: { rise: 7 }, targets: [ 'a:1' ] }")
                        .targets());
    }

    @Test
    void jsonOfPrometheus_isRead() throws ConfigException {
        new Configs(directory)
                .file(
                        "sd.json",
                        "[\n\t{\n\t\t\"targets\": [\"db-1:5432\",\"db-2:5432\"],\n\t\t\"labels\": {\"env\":\"pr\\u006fd \\ud83d\\ude00 a\\/b\","
                                + "\"__meta_zone\":\"1\",\"group\":\"data\",\"empty\":\"\"}\n\t},\n\t{\"targets\":[\"a:1\"]}, {}\n]\n");

        List<TargetConfig> targets = read("[ sd.json ]");

        assertThat(texts(targets)).containsExactly("db-1:5432", "db-2:5432", "a:1");
        assertThat(targets.get(1).labels()).isEqualTo(Map.of("env", "prod \ud83d\ude00 a/b", "empty", ""));
        assertThat(targets.get(1).group()).isEqualTo("data");
        assertThat(targets.get(1).name()).isEqualTo("db-2:5432");
        assertThat(targets.get(2).labels()).isEmpty();
        assertThat(targets.get(2).group()).isNull();
    }

    @Test
    void jsonInOneLongLine_isRead() throws ConfigException {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < 3_000; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"targets\":[\"db-")
                    .append(i)
                    .append(":1\"],\"labels\":{\"env\":\"prod\"}}");
        }
        new Configs(directory).file("sd.json", json.append(']').toString());

        assertThat(read("[ sd.json ]")).hasSize(3_000);
    }

    @Test
    void yamlOfPrometheus_isRead() throws ConfigException {
        new Configs(directory).file("sd.yml", "- targets:\n  - db-1:5432\n  labels:\n    job: db\n");

        assertThat(read("[ sd.yml ]").get(0).labels()).isEqualTo(Map.of("job", "db"));
    }

    @Test
    void dollar_meansNothingInOtherFiles() throws ConfigException {
        new Configs(directory).file("sd.json", "[{\"targets\":[\"a:1\"],\"labels\":{\"price\":\"$5 ${HOST} $$\"}}]");

        assertThat(read("[ sd.json ]").get(0).labels()).isEqualTo(Map.of("price", "$5 ${HOST} $$"));
    }

    @Test
    void pattern_isReadInTheOrderOfNamesWithoutHiddenFiles() throws ConfigException {
        new Configs(directory)
                .file("sd/b.txt", "b:1")
                .file("sd/a.txt", "a:1")
                .file("sd/.c.txt", "c:1")
                .file("sd/d.json", "[]")
                .file("sd/e.txt/f", "not a file");

        assertThat(texts(read("[ \"sd/*.txt\" ]"))).containsExactly("a:1", "b:1");
        assertThat(texts(read("[ \"sd/.*.txt\" ]"))).containsExactly("c:1");
        assertThat(texts(read("[ \"sd/[ab].txt\", \"sd/{a,b}.*\" ]"))).containsExactly("a:1", "b:1");
    }

    @Test
    void fileThatIsNamedTwice_isReadOnce() throws ConfigException {
        new Configs(directory).file("a.txt", "a:1");

        assertThat(texts(read("[ a.txt, ./a.txt, \"*.txt\" ]"))).containsExactly("a:1");
    }

    @Test
    void absoluteName_isReadFromThere() throws ConfigException {
        new Configs(directory.resolve("other")).file("a.txt", "a:1");

        assertThat(texts(read("[ \"" + directory + "/other/a.txt\" ]"))).containsExactly("a:1");
    }

    @Test
    void patternWithoutFiles_isWarnedOf() throws ConfigException {
        LoadedConfig loaded = new Configs(directory).load("files: [ \"*.json\", \"none/*.json\" ]");

        assertThat(loaded.config().targets()).isEmpty();
        assertThat(new Configs(directory).shortened(loaded.warnings()))
                .containsExactly(
                        "halfshake.yaml:1:10: files[0]: \"*.json\" matches no file",
                        "halfshake.yaml:1:20: files[1]: \"none/*.json\" matches no file");
    }

    @Test
    void loadedConfig_hasAllFilesThatWereRead() throws ConfigException {
        LoadedConfig loaded = new Configs(directory)
                .file("a.txt", "a:1")
                .file("sd/b.json", "[]")
                .load("files: [ a.txt, \"sd/*\" ]");

        assertThat(loaded.files())
                .containsExactly(
                        directory.resolve("halfshake.yaml"),
                        directory.resolve("a.txt"),
                        directory.resolve("sd/b.json"));
    }

    @Test
    void orderOfTargets_isThatOfTheKeys() throws ConfigException {
        ServerConfig config = new Configs(directory)
                .file("a.txt", "c:1")
                .read("{ files: [ a.txt ], endpoints: [ { url: 'tcp://b:1' } ], targets: [ 'a:1' ] }");

        assertThat(config.targets())
                .extracting(TargetConfig::target)
                .containsExactly(new Target("a", 1), new Target("b", 1), new Target("c", 1));
    }
}
