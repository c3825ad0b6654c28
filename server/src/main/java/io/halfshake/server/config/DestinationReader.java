package io.halfshake.server.config;

import io.halfshake.internal.Arguments;
import io.halfshake.server.alerts.Destination;
import io.halfshake.server.alerts.Secret;
import io.halfshake.server.config.YamlNode.Sequence;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The types of sinks, and the keys that only they have. */
enum DestinationReader {
    WEBHOOK("url", "secret", "headers", "template", "content-type") {
        @Override
        @Nullable
        Destination read(Section section, SecretReader secrets) {
            Secret url = url(section, secrets);
            Secret secret = secrets.value(section, "secret", text -> !text.isEmpty(), "at least one character");
            Map<String, Secret> headers = headers(section, secrets);
            Destination.Body body = TemplateReader.read(section, secrets);
            return url == null ? null : new Destination.Webhook(url, secret, headers, body);
        }
    },

    SLACK("url") {
        @Override
        @Nullable
        Destination read(Section section, SecretReader secrets) {
            Secret url = url(section, secrets);
            return url == null ? null : new Destination.Slack(url);
        }
    },

    ALERTMANAGER("url", "headers") {
        @Override
        @Nullable
        Destination read(Section section, SecretReader secrets) {
            Secret url =
                    secrets.required(section, "url", DestinationReader::isBaseUrl, URL_RULE + ", and without a query");
            Map<String, Secret> headers = headers(section, secrets);
            return url == null ? null : new Destination.Alertmanager(withoutSlash(url), headers);
        }

        /** It has a window of its own. */
        @Override
        Duration window(Duration usual) {
            return Duration.ofSeconds(1);
        }

        @Override
        Duration reminder() {
            return Duration.ofMinutes(1);
        }

        @Override
        Duration maxReminder(Duration usual) {
            return Duration.ofMinutes(3);
        }

        /** What goes on has to be sent again before it ends, four reminders later, also after a failure. */
        @Override
        Duration maxTimeout(Duration usual, @Nullable Duration reminder) {
            return reminder == null ? usual : reminder;
        }
    },

    PAGERDUTY("url", "routing-key", "severity") {
        @Override
        @Nullable
        Destination read(Section section, SecretReader secrets) {
            Secret url = section.has("url") ? url(section, secrets) : new Secret(PAGERDUTY_URL);
            Secret key = secrets.required(section, "routing-key", DestinationReader::isKey, "letters and digits");
            String severity = section.value("severity", DestinationReader::severity);
            return url == null || key == null
                    ? null
                    : new Destination.PagerDuty(url, key, severity == null ? "critical" : severity);
        }
    },

    EXEC("command") {
        @Override
        @Nullable
        Destination read(Section section, SecretReader secrets) {
            secrets.requireKey(section, "command", COMMAND_RULE);
            List<Secret> command = secrets.values(
                    section, "command", DestinationReader::isArgument, "a text without the character U+0000");
            if (section.node("command") instanceof Sequence list && list.items().isEmpty()) {
                section.context()
                        .problems()
                        .error(
                                section.position("command"),
                                section.path("command"),
                                "none (expected " + COMMAND_RULE + ")");
            }
            return command.isEmpty() ? null : new Destination.Exec(command);
        }
    };

    private static final String COMMAND_RULE = "a list of the program and its arguments";
    private static final String PAGERDUTY_URL = "https://events.pagerduty.com/v2/enqueue";
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9]{1,100}");
    private static final List<String> SEVERITIES = List.of("critical", "error", "warning", "info");

    private static final String URL_RULE = "an http or https URL in ASCII with a host, without a user and a fragment";
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,200}");

    /** What the client or the sink sets. */
    private static final Set<String> OWN_HEADERS = Set.of(
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "transfer-encoding",
            "upgrade",
            "user-agent",
            "x-halfshake-signature");

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes one that is.
    private final List<String> keys;

    DestinationReader(String... keys) {
        this.keys = List.of(keys);
    }

    static DestinationReader of(String path, String text) {
        for (DestinationReader type : values()) {
            if (type.label().equals(text)) {
                return type;
            }
        }
        String names = Stream.of(values()).map(DestinationReader::label).collect(Collectors.joining(", "));
        throw Arguments.wrong(path, text, "one of " + names);
    }

    /** As the file has it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> keys() {
        return keys;
    }

    /** Null if something is wrong, which is then among the problems. */
    abstract @Nullable Destination read(Section section, SecretReader secrets);

    /** For how long changes are collected where the file does not say. */
    Duration window(Duration usual) {
        return usual;
    }

    /** When what goes on is sent again where the file does not say; null for never. */
    @Nullable
    Duration reminder() {
        return null;
    }

    Duration maxReminder(Duration usual) {
        return usual;
    }

    /** The reminder is that of the sink; null for none. */
    Duration maxTimeout(Duration usual, @Nullable Duration reminder) {
        return usual;
    }

    static @Nullable Secret url(Section section, SecretReader secrets) {
        return secrets.required(section, "url", DestinationReader::isUrl, URL_RULE);
    }

    static boolean isUrl(String text) {
        try {
            URI url = new URI(text);
            String scheme = url.getScheme();
            return text.chars().allMatch(c -> c < 0x80)
                    && scheme != null
                    && SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))
                    && url.getHost() != null
                    && url.getPort() <= 65_535
                    && url.getRawUserInfo() == null
                    && url.getRawFragment() == null;
        } catch (URISyntaxException e) {
            // Its text has the URL.
            return false;
        }
    }

    private static boolean isBaseUrl(String text) {
        return isUrl(text) && text.indexOf('?') < 0;
    }

    private static Secret withoutSlash(Secret url) {
        return new Secret(url.value().replaceFirst("/+$", ""));
    }

    private static boolean isKey(String text) {
        return KEY.matcher(text).matches();
    }

    private static String severity(String path, String text) {
        return ValueParsers.require(SEVERITIES.contains(text), path, text, "one of " + String.join(", ", SEVERITIES));
    }

    private static boolean isArgument(String text) {
        return text.indexOf('\0') < 0;
    }

    static Map<String, Secret> headers(Section section, SecretReader secrets) {
        Set<String> names = new HashSet<>();
        return secrets.headers(
                section,
                "headers",
                (path, text) -> header(path, text, names),
                DestinationReader::isVisible,
                "at least one character, all printable ASCII");
    }

    /** The names are those before it, in small letters. */
    private static String header(String path, String text, Set<String> names) {
        String small = text.toLowerCase(Locale.ROOT);
        if (!HEADER.matcher(text).matches() || OWN_HEADERS.contains(small)) {
            throw wrongHeader(path, text, "the name of a header that the watcher does not set itself");
        }
        if (!names.add(small)) {
            throw wrongHeader(path, text, "each header once, ignoring case");
        }
        return text;
    }

    private static IllegalArgumentException wrongHeader(String path, String text, String rule) {
        return new IllegalArgumentException(path + ": " + SecretReader.shownHeader(text) + " (expected " + rule + ")");
    }

    /** Also not empty. */
    private static boolean isVisible(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }
}
