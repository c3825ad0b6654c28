package io.halfshake.server.alerts;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How values are put into a body, so that they are nothing but values there. */
enum Escaping {
    /** Within quotes. */
    JSON {
        @Override
        String escape(String value) {
            StringBuilder escaped = new StringBuilder();
            JsonStringEncoder.getInstance().quoteAsString(value, escaped);
            return escaped.toString();
        }
    },

    FORM {
        @Override
        String escape(String value) {
            return URLEncoder.encode(value, StandardCharsets.UTF_8);
        }
    },

    /** For people: there is nothing that a value could end. */
    NONE {
        @Override
        String escape(String value) {
            return value;
        }
    };

    static final String RULE = "application/json or another type with +json at its end,"
            + " application/x-www-form-urlencoded, or text/plain; a charset only if it is utf-8";

    private static final Pattern TYPE = Pattern.compile(
            "(?<type>[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100})(?: ?; ?charset=\"?utf-8\"?)?",
            Pattern.CASE_INSENSITIVE);

    abstract String escape(String value);

    /** Null for a type of which the escaping is not known, or a charset that is not used. */
    static @Nullable Escaping of(String contentType) {
        Matcher matcher = TYPE.matcher(contentType);
        if (!matcher.matches()) {
            return null;
        }
        String type = matcher.group("type").toLowerCase(Locale.ROOT);
        if (type.equals("application/json") || type.endsWith("+json")) {
            return JSON;
        }
        return switch (type) {
            case "application/x-www-form-urlencoded" -> FORM;
            case "text/plain" -> NONE;
            default -> null;
        };
    }
}
