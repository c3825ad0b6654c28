package io.halfshake.server.api;

import io.halfshake.monitor.TargetState;
import io.halfshake.server.web.Request;
import io.halfshake.server.web.RequestException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request for the list of targets asks for.
 *
 * @param limit how many at most
 * @param after behind which number
 * @param state only these; null for all
 * @param group only of this one, where the empty text means in no group; null for all
 * @param text only those that contain it, in lower case; empty for all
 */
record TargetQuery(
        int limit,
        long after,
        @Nullable TargetState state,
        @Nullable String group,
        String text) {
    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 1_000;

    static TargetQuery of(Request request, Cursors cursors) {
        Map<String, String> parameters = request.parameters("limit", "after", "state", "group", "q");
        String after = parameters.get("after");
        return new TargetQuery(
                limit(parameters.get("limit")),
                after == null ? -1 : cursors.number(after),
                state(parameters.get("state")),
                parameters.get("group"),
                parameters.getOrDefault("q", "").toLowerCase(Locale.ROOT));
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        int limit = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MAX_LIMIT) {
            throw RequestException.of(400, "limit", text, "a whole number from 1 to " + MAX_LIMIT);
        }
        return limit;
    }

    private static @Nullable TargetState state(@Nullable String text) {
        if (text == null) {
            return null;
        }
        for (TargetState state : TargetState.values()) {
            if (JsonText.name(state).equals(text)) {
                return state;
            }
        }
        throw RequestException.of(400, "state", text, "up, down or unknown");
    }

    /** All but the state, which costs more to find out. */
    boolean wants(ListedTarget target) {
        String of = target.group();
        if (group != null && !group.equals(of == null ? "" : of)) {
            return false;
        }
        return contains(target.name()) || contains(target.target()) || (of != null && contains(of));
    }

    private boolean contains(String value) {
        return text.isEmpty() || value.toLowerCase(Locale.ROOT).contains(text);
    }
}
