package io.halfshake.server.config;

import io.halfshake.internal.Arguments;
import io.halfshake.internal.Durations;
import io.halfshake.server.store.StoreConfig;
import io.halfshake.server.store.StoreConfig.Location;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads {@code store}: where the history is kept. */
final class StoreReader {
    static final List<String> KEYS = List.of("file", "url", "user", "password", "watcher", "retention", "minutes");

    private static final String DEFAULT_WATCHER = "halfshake";
    private static final Duration DEFAULT_RETENTION = Duration.ofDays(365);
    private static final Duration DEFAULT_MINUTES = Duration.ofDays(7);

    /** A page of a day has something to show, and a restart something to continue. */
    private static final Duration MIN_RETENTION = Duration.ofHours(1);

    /** Longer, and the moment before which things are deleted would be before 1970. */
    private static final Duration MAX_RETENTION = Duration.ofHours(200_000);

    private StoreReader() {}

    /**
     * Null if there is no such key, or something is wrong, which is then among the problems.
     *
     * @param file the configuration, to whose directory a path is relative
     */
    static @Nullable StoreConfig read(@Nullable YamlNode node, Path file, SecretReader secrets) {
        Section section = node == null ? null : secrets.open(node, "store");
        if (section == null) {
            return null;
        }
        section.requireOnly(KEYS);
        Location location = section.has("url") ? server(section, secrets) : embedded(section, file);
        if (section.has("file") && section.has("url")) {
            section.error("url", "given beside file (expected one of the two)");
        }
        String watcher = section.value("watcher", ValueParsers::name);
        Duration retention = section.value("retention", StoreReader::retention);
        Duration minutes = section.value("minutes", StoreReader::retention);
        return location == null
                ? null
                : new StoreConfig(
                        location,
                        watcher == null ? DEFAULT_WATCHER : watcher,
                        retention == null ? DEFAULT_RETENTION : retention,
                        minutes == null ? DEFAULT_MINUTES : minutes);
    }

    private static @Nullable Location server(Section section, SecretReader secrets) {
        PostgresServer server = PostgresServer.read(section, secrets);
        return server == null ? null : new Location.Server(server.url(), server.user(), server.password());
    }

    private static @Nullable Location embedded(Section section, Path file) {
        for (String key : List.of("user", "password")) {
            if (section.has(key)) {
                section.error(key, "given without url (expected for a server only)");
            }
        }
        if (!section.has("file")) {
            section.error("file", "missing (expected file, or url for a server)");
        }
        Path directory = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of("/"));
        return section.value("file", (path, text) -> new Location.File(path(directory, path, text)));
    }

    /** In the URL of a database, a semicolon or a question mark ends the path. */
    private static Path path(Path directory, String key, String text) {
        String unused = ValueParsers.require(
                !text.isBlank() && text.chars().allMatch(c -> c >= ' ' && c != ';' && c != '?'),
                key,
                text,
                "the path of a file, without the characters ; and ?");
        Path path = directory.resolve(text).normalize();
        if (path.getFileName() == null
                || path.toString().indexOf(';') >= 0
                || path.toString().indexOf('?') >= 0) {
            throw Arguments.wrong(key, text, "the path of a file, without the characters ; and ? in its directories");
        }
        return path;
    }

    private static Duration retention(String path, String text) {
        Duration duration = Durations.parse(path, text);
        if (duration.compareTo(MIN_RETENTION) < 0 || duration.compareTo(MAX_RETENTION) > 0) {
            throw Arguments.wrong(
                    path, text, "from " + Durations.text(MIN_RETENTION) + " to " + Durations.text(MAX_RETENTION));
        }
        return duration;
    }
}
