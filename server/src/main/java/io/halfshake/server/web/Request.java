package io.halfshake.server.web;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request. Its body, if there was one, is ignored.
 *
 * @param path as it was sent, nothing decoded, such as {@code /metrics}
 * @param query what was behind the question mark, nothing decoded; null where there was none
 * @param headers the values of each header; found whatever the case of their names
 * @param client the address that it came from; null if that is not known
 */
public record Request(
        String path,
        @Nullable String query,
        Map<String, List<String>> headers,
        @Nullable InetAddress client) {
    /** Copies the headers. */
    public Request {
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        headers = copy;
    }

    /**
     * A request of which it is not known where it came from.
     *
     * @param path as it was sent
     * @param query what was behind the question mark; null where there was none
     * @param headers the values of each header
     */
    public Request(String path, @Nullable String query, Map<String, List<String>> headers) {
        this(path, query, headers, null);
    }

    /** Without the headers, which may have a password. */
    @Override
    public String toString() {
        return "Request[path=" + path + "]";
    }

    /**
     * The parameters in the query, decoded.
     *
     * @param known the names that are allowed
     * @return by name; without those that were not sent
     * @throws RequestException with status 400 if one is unknown, sent twice, too long, or not encoded as it should be
     */
    public Map<String, String> parameters(String... known) {
        return query == null ? Map.of() : QueryParser.parse(query, List.of(known));
    }

    /**
     * A header that may be sent once.
     *
     * @param name in any case
     * @return its value; null where it was not sent
     * @throws RequestException with status 400 if it was sent twice
     */
    public @Nullable String header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new RequestException(400, name + ": sent " + values.size() + " times (expected once)");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /**
     * A header that is a list, and may be sent in several lines (RFC 9110, section 5.3).
     *
     * @param name in any case
     * @return the lines, joined by commas; empty where it was not sent
     */
    public String listHeader(String name) {
        return String.join(",", headers.getOrDefault(name, List.of()));
    }

    /**
     * The part of the path that a template leaves open, decoded.
     *
     * @param template the path of the handler, such as <code>/badge/{target}.svg</code>
     * @return the parameter, not empty
     * @throws RequestException with status 400 if it is not encoded as it should be, 404 if the path is another
     */
    public String pathParameter(String template) {
        PathTemplate parsed = PathTemplate.parse(template);
        String value = parsed == null ? null : parsed.match(path);
        if (parsed == null || value == null) {
            throw RequestException.of(404, "path", path, template);
        }
        return PercentDecoder.path(parsed.parameter(), value);
    }

    /**
     * Whether the client names a media type among those it wants. Ranges such as <code>*&#47;*</code> do not count:
     * programs that take anything send them.
     *
     * @param mediaType such as {@code text/html}
     * @return false also where it is named with {@code q=0}
     */
    public boolean accepts(String mediaType) {
        return AcceptHeader.names(listHeader("Accept"), mediaType);
    }
}
