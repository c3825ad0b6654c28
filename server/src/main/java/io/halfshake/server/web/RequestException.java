package io.halfshake.server.web;

import java.io.Serial;

/** A request that is refused, with the HTTP status and a text for the client. */
public final class RequestException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int MAX_SHOWN = 80;

    /** The HTTP status, 400 to 599. */
    private final int status;

    /**
     * A refusal in words.
     *
     * @param status the HTTP status, 400 to 599
     * @param text one line without the sender's own characters, or with what {@link #shown} makes of them
     */
    public RequestException(int status, String text) {
        // Without a stack trace: clients decide how many of these there are.
        super(text, null, false, false);
        this.status = status;
    }

    /**
     * A value that is against a rule.
     *
     * @param status the HTTP status, 400 to 599
     * @param name what the value is of
     * @param value what the sender wrote
     * @param rule what was expected
     * @return a new exception, whose text has all three
     */
    public static RequestException of(int status, String name, String value, String rule) {
        return new RequestException(status, name + ": " + shown(value) + " (expected " + rule + ")");
    }

    /**
     * The HTTP status.
     *
     * @return 400 to 599
     */
    public int status() {
        return status;
    }

    /**
     * A text of the sender's, in quotes, cut to 80 characters, and with those escaped that are not visible: it may end
     * on a terminal.
     *
     * @param value any text
     * @return a text of one line
     */
    public static String shown(String value) {
        StringBuilder shown = new StringBuilder("\"");
        value.codePoints().limit(MAX_SHOWN).forEach(c -> {
            if (isVisible(c)) {
                shown.appendCodePoint(c);
            } else {
                shown.append(String.format("\\u%04x", c));
            }
        });
        shown.append('"');
        if (value.codePointCount(0, value.length()) > MAX_SHOWN) {
            shown.append("... (").append(value.length()).append(" characters)");
        }
        return shown.toString();
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
