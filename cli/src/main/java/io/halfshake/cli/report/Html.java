package io.halfshake.cli.report;

import io.halfshake.cli.terminal.Texts;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A page that is both HTML and well-formed XML. Texts and values of attributes are data: they are escaped, and
 * invisible characters in them are shown as on the terminal. The page is ASCII, so that no mail program misreads its
 * encoding.
 */
final class Html {
    private static final int MAX_ASCII = 0x7e;
    private static final String MARKUP = "<>&\"'";

    private final StringBuilder page = new StringBuilder(65_536).append("<!DOCTYPE html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Starts an element.
     *
     * @param attributes names, each followed by its value
     */
    void start(String tag, String... attributes) {
        tag(tag, attributes);
        page.append('>');
        open.push(tag);
    }

    /** Ends the element that was started last. */
    void end() {
        page.append("</").append(open.pop()).append('>');
    }

    /** Ends the element that was started last, and the line of the source. */
    void endLine() {
        end();
        page.append('\n');
    }

    /** Adds an element without content: one that has no end tag in HTML, or an element of SVG. */
    void empty(String tag, String... attributes) {
        tag(tag, attributes);
        page.append("/>");
    }

    /** Adds an element with a text. */
    void element(String tag, String text, String... attributes) {
        start(tag, attributes);
        text(text);
        end();
    }

    void text(String text) {
        escape(Texts.visible(text));
    }

    /** Adds a name, isolated: letters of a right-to-left script would reorder the text beside it. */
    void name(String name) {
        element("bdi", name);
    }

    /** Adds a style sheet that is part of the program. It must contain neither {@code <} nor {@code &}. */
    void style(String sheet) {
        page.append("<style>\n").append(sheet).append("</style>\n");
    }

    private void tag(String tag, String... attributes) {
        page.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            page.append(' ').append(attributes[i]).append("=\"");
            escape(Texts.visible(attributes[i + 1]));
            page.append('"');
        }
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (c > MAX_ASCII || MARKUP.indexOf(c) >= 0) {
                page.append("&#").append(c).append(';');
            } else {
                page.append((char) c);
            }
        }
    }

    /**
     * Returns the page.
     *
     * @throws IllegalStateException if an element was not ended
     */
    String finish() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("elements: " + open + " (expected all to be ended)");
        }
        return page.toString();
    }
}
