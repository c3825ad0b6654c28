package io.halfshake.server.web;

import org.jspecify.annotations.Nullable;

/**
 * A path of which one part is a parameter, such as <code>/badge/{target}.svg</code>. The parameter stands within one
 * segment and is not empty.
 */
record PathTemplate(String text, String before, String parameter, String after) {
    /** Null where the path has no parameter. */
    static @Nullable PathTemplate parse(String path) {
        int open = path.indexOf('{');
        int close = path.indexOf('}');
        return open < 0 || close < open
                ? null
                : new PathTemplate(
                        path, path.substring(0, open), path.substring(open + 1, close), path.substring(close + 1));
    }

    /** The parameter as it was sent, nothing decoded; null where the path is another. */
    @Nullable
    String match(String path) {
        int end = path.length() - after.length();
        if (end <= before.length() || !path.startsWith(before) || !path.endsWith(after)) {
            return null;
        }
        String value = path.substring(before.length(), end);
        return value.indexOf('/') < 0 ? value : null;
    }
}
