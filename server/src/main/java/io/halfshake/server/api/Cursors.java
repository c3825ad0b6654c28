package io.halfshake.server.api;

import io.halfshake.server.web.RequestException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers of targets as texts for clients to send back. Each has a mark of this process, since another one numbers its
 * targets anew: by a cursor of that one a client would miss some.
 */
final class Cursors {
    private static final Pattern FORM = Pattern.compile("([0-9a-z]{1,13})-([0-9a-z]{1,12})");

    private final String process;

    /** The mark is a number that other processes do not have, such as the time of the start; zero or more. */
    Cursors(long process) {
        this.process = Long.toString(process, Character.MAX_RADIX);
    }

    String text(long number) {
        return process + "-" + Long.toString(number, Character.MAX_RADIX);
    }

    long number(String cursor) {
        Matcher matcher = FORM.matcher(cursor);
        if (!matcher.matches() || !matcher.group(1).equals(process)) {
            throw RequestException.of(
                    400, "after", cursor, "\"next\" of a page that this process sent; begin without one");
        }
        return Long.parseLong(matcher.group(2), Character.MAX_RADIX);
    }
}
