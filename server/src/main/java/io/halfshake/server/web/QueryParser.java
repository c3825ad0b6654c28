package io.halfshake.server.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code application/x-www-form-urlencoded}, as HTML forms and Prometheus write it. */
final class QueryParser {
    private static final int MAX_VALUE = 1_024;

    private QueryParser() {}

    static Map<String, String> parse(String query, List<String> known) {
        Map<String, String> parameters = new LinkedHashMap<>();
        // No known name is empty: "a=1&&b=2" is refused as "a=1&=3" is. Only no query at all has no parameters.
        for (String part : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = PercentDecoder.form("parameter", equals < 0 ? part : part.substring(0, equals));
            if (!known.contains(name)) {
                throw RequestException.of(400, "parameter", name, "one of " + String.join(", ", known));
            }
            String value = PercentDecoder.form(name, equals < 0 ? "" : part.substring(equals + 1));
            if (value.length() > MAX_VALUE) {
                throw RequestException.of(400, name, value, "at most " + MAX_VALUE + " characters");
            }
            if (parameters.putIfAbsent(name, value) != null) {
                throw RequestException.of(400, name, value, "one value, not several");
            }
        }
        return parameters;
    }
}
