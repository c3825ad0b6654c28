package io.halfshake.server.config;

import io.halfshake.server.cluster.ClusterConfig;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code cluster}: with which other watchers the targets are shared. */
final class ClusterReader {
    static final List<String> KEYS = Stream.concat(Stream.of("member", "name", "zone"), PostgresServer.KEYS.stream())
            .toList();

    private static final String DEFAULT_NAME = "halfshake";

    /** What {@link io.halfshake.cluster.jdbc.JdbcClusterLog#create} accepts. */
    private static final int MAX_NAME = 64;

    /** Of a member or a zone, in UTF-8: what {@link io.halfshake.cluster.ClusterMonitorBuilder} accepts. */
    private static final int MAX_BYTES = 64;

    private static final String VISIBLE = "visible characters, without spaces around them";
    private static final String BYTES = MAX_BYTES + " bytes in UTF-8 of " + VISIBLE;

    /** Of clusters of other kinds. */
    private static final Map<String, String> NOT_YET = notYet();

    /** What a cluster has no place for yet, with the reason. */
    private static final Map<String, String> NOT_BESIDE = notBeside();

    private ClusterReader() {}

    private static Map<String, String> notYet() {
        Map<String, String> notYet = new LinkedHashMap<>();
        for (String key : List.of("hosts", "dns", "secret")) {
            notYet.put(key, "there is no cluster without a database yet");
        }
        for (String key : List.of("vantagePoints", "vantage-points", "agree")) {
            notYet.put(key, "each target is checked by one member for now");
        }
        return notYet;
    }

    private static Map<String, String> notBeside() {
        Map<String, String> notBeside = new LinkedHashMap<>();
        notBeside.put("store", "the history of a cluster's targets is not kept yet");
        notBeside.put("witnesses", "a cluster does not ask witnesses yet");
        return notBeside;
    }

    /** Null if there is no such key, or something is wrong, which is then among the problems. */
    static @Nullable ClusterConfig read(Section root, SecretReader secrets) {
        YamlNode node = root.node("cluster");
        if (node == null) {
            return null;
        }
        NOT_BESIDE.forEach((key, reason) -> {
            if (root.has(key)) {
                root.error("cluster", "given beside " + key + " (expected one of the two: " + reason + ")");
            }
        });
        Section section = secrets.open(node, "cluster");
        return section == null ? null : cluster(section, secrets);
    }

    private static @Nullable ClusterConfig cluster(Section section, SecretReader secrets) {
        section.refuse(NOT_YET);
        section.requireOnly(KEYS);
        String member = section.required("member", ClusterReader::member);
        String name = section.value("name", ClusterReader::name);
        String zone = section.value("zone", ClusterReader::zone);
        PostgresServer server = PostgresServer.read(section, secrets);
        return member == null || server == null
                ? null
                : new ClusterConfig(
                        Objects.requireNonNullElse(name, DEFAULT_NAME),
                        member,
                        Objects.requireNonNullElse(zone, ""),
                        server.url().value(),
                        server.user(),
                        server.password());
    }

    private static String member(String path, String text) {
        return ValueParsers.require(isShort(text), path, text, "1 to " + BYTES);
    }

    private static String zone(String path, String text) {
        return ValueParsers.require(text.isEmpty() || isShort(text), path, text, "at most " + BYTES);
    }

    private static boolean isShort(String text) {
        return ValueParsers.isVisible(text) && text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    private static String name(String path, String text) {
        return ValueParsers.require(
                ValueParsers.isVisible(text) && text.length() <= MAX_NAME,
                path,
                text,
                "1 to " + MAX_NAME + " " + VISIBLE);
    }
}
