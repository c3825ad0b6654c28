package io.halfshake.server.config;

import io.halfshake.server.alerts.Secret;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL database is, and as which user to connect: three keys of a section.
 *
 * @param url of JDBC, without user and password
 * @param user null for that of the system
 * @param password null for none
 */
record PostgresServer(
        Secret url, @Nullable String user, @Nullable Secret password) {
    static final List<String> KEYS = List.of("url", "user", "password");

    private static final String URL_PREFIX = "jdbc:postgresql:";
    private static final String URL_RULE = "a URL of JDBC that begins with " + URL_PREFIX
            + ", without user and password, which have keys of their own";

    /** Null if there is no URL, or it is wrong, which is then among the problems. */
    static @Nullable PostgresServer read(Section section, SecretReader secrets) {
        Secret url = secrets.required(section, "url", PostgresServer::isUrl, URL_RULE);
        String user = section.value("user", ValueParsers::name);
        Secret password = secrets.value(section, "password", text -> !text.isEmpty(), "at least one character");
        if (password != null && user == null) {
            section.error("password", "given without user (expected both or neither)");
        }
        return url == null ? null : new PostgresServer(url, user, password);
    }

    private static boolean isUrl(String text) {
        String small = text.toLowerCase(Locale.ROOT);
        return text.startsWith(URL_PREFIX)
                && text.chars().allMatch(c -> c > ' ' && c < 0x7F)
                && !small.contains("user=")
                && !small.contains("password=")
                && small.indexOf('@') < 0;
    }
}
