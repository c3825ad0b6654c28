package io.halfshake.server.config;

import io.halfshake.server.cluster.ClusterConfig;
import io.halfshake.server.store.StoreConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the file that says what the watcher does, and the files that it names. Safe for use by many threads. */
public final class ConfigReader {
    static final int MAX_BYTES = 4 << 20;

    /** Without one of these there is nothing to do. */
    private static final List<String> WORK_KEYS = List.of("targets", "files", "endpoints", "probe");

    static final List<String> KEYS = Stream.concat(
                    WORK_KEYS.stream(),
                    Stream.of("defaults", "witnesses", "web", "sinks", "maintenance", "store", "cluster"))
            .toList();

    /** Of gatus. To leave them out without a word would be to promise what is not done. */
    private static final Map<String, String> NOT_YET = notYet();

    private final Function<String, @Nullable String> environment;

    /**
     * A reader.
     *
     * @param environment the value of a variable; null if it is not set
     */
    public ConfigReader(Function<String, @Nullable String> environment) {
        this.environment = Objects.requireNonNull(environment, "environment");
    }

    private static Map<String, String> notYet() {
        Map<String, String> notYet = new LinkedHashMap<>();
        notYet.put("alerting", "gatus' form is not read; alerts are sent to what the key sinks names");
        notYet.put("storage", "gatus' form is not read; the history is kept where the key store says");
        return notYet;
    }

    /**
     * Reads the file and those that it names.
     *
     * @param file the names of others are relative to its directory
     * @return the configuration, without errors
     * @throws ConfigException with all errors of all files
     */
    public LoadedConfig read(Path file) throws ConfigException {
        Problems problems = new Problems();
        ReadContext context = new ReadContext(problems, new Variables(environment));
        List<Path> files = new ArrayList<>(List.of(file));
        Section root = open(file, context);
        ServerConfig config = root == null ? null : read(root, file, files);
        problems.throwIfAny(files);
        return new LoadedConfig(
                Objects.requireNonNull(config, "without a root there is an error"),
                problems.warnings(),
                List.copyOf(files));
    }

    private static @Nullable Section open(Path file, ReadContext context) {
        String name = file.toString();
        context.problems().startFile(name);
        String text = SourceText.read(file, name, MAX_BYTES, context.problems());
        YamlNode root = text == null ? null : YamlParser.parse(name, text, context.problems());
        return root == null ? null : Section.open(root, "", context);
    }

    /** Adds the files that the configuration names. */
    private static ServerConfig read(Section root, Path file, List<Path> named) {
        requireKeys(root);
        ReadContext context = root.context();
        ReferencedFiles referenced = new ReferencedFiles(file);
        SecretReader secrets = new SecretReader(context, referenced);
        SinkReader sinks = SinkReader.read(root.node("sinks"), secrets);
        SettingsReader settings = SettingsReader.of(root.node("defaults"), sinks.names(), context);
        TargetList targets = new TargetList(context.problems());
        TargetReader targetReader = new TargetReader(settings, context, targets);
        EndpointReader endpointReader = new EndpointReader(settings, context, targetReader);
        TargetFiles files = new TargetFiles(file, context, targetReader);
        root.forEach("targets", targetReader::read);
        root.forEach("endpoints", endpointReader::read);
        root.forEach("files", files::read);
        WebConfig web = new WebReader(context, secrets, referenced).read(root.node("web"));
        StoreConfig store = StoreReader.read(root.node("store"), file, secrets);
        ClusterConfig cluster = ClusterReader.read(root, secrets);
        named.addAll(files.files());
        named.addAll(referenced.files());
        if (!root.has("sinks")) {
            warnOfAlerts(targets.targets(), context.problems());
        }
        return new ServerConfig(
                web,
                WitnessConfig.read(root.node("witnesses"), context),
                ProbeConfig.read(root.node("probe"), context),
                settings.defaults(),
                targets.targets(),
                sinks.sinks(),
                MaintenanceReader.read(root, targets.targets()),
                store,
                cluster);
    }

    private static void requireKeys(Section root) {
        Problems problems = root.context().problems();
        root.refuse(NOT_YET);
        root.requireOnly(KEYS);
        if (WORK_KEYS.stream().noneMatch(root::has)) {
            problems.error(root.position(), "nothing to check (expected one of " + String.join(", ", WORK_KEYS) + ")");
        }
    }

    private static void warnOfAlerts(List<TargetConfig> targets, Problems problems) {
        List<TargetConfig> alerting =
                targets.stream().filter(target -> !target.alerts().isEmpty()).toList();
        if (!alerting.isEmpty()) {
            String count = alerting.size() == 1 ? "1 target" : alerting.size() + " targets";
            problems.warning(
                    alerting.get(0).position(), "alerts", "of " + count + " are not sent: the file has no sinks");
        }
    }
}
