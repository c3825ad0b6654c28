package io.halfshake.server.api;

import io.halfshake.monitor.TargetState;
import io.halfshake.server.web.Handler;
import io.halfshake.server.web.Request;
import io.halfshake.server.web.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The name of a target and its state as a picture, for pages that show pictures only. */
final class BadgePage implements Handler {
    static final String PATH = "/badge/{target}.svg";

    private static final int MAX_SHOWN = 40;
    private static final int PADDING = 8;

    private final TargetStates states;
    private final TargetDirectory directory;

    BadgePage(TargetStates states, TargetDirectory directory) {
        this.states = states;
        this.directory = directory;
    }

    @Override
    public CompletableFuture<Response> handle(Request request) {
        ListedTarget target = TargetPage.find(directory, request.pathParameter(PATH));
        TargetStates.Known known = states.of(target.target());
        byte[] svg = svg(target.name(), known == null ? TargetState.UNKNOWN : known.state())
                .getBytes(StandardCharsets.UTF_8);
        return CompletableFuture.completedFuture(
                new Response(200, Map.of("Content-Type", "image/svg+xml"), true, out -> out.write(svg)));
    }

    /** Colours are attributes, since the page's policy allows no style. */
    private static String svg(String name, TargetState state) {
        String word = JsonText.name(state);
        String shown = shortened(name);
        int left = width(shown);
        int right = width(word);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="20" role="img" aria-label="%2$s: %3$s">
                <title>%2$s: %3$s</title>
                <rect width="%4$d" height="20" fill="#3b3f46"/>
                <rect x="%4$d" width="%5$d" height="20" fill="%6$s"/>
                <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
                <text x="%7$d" y="14" textLength="%8$d" lengthAdjust="spacingAndGlyphs">%9$s</text>
                <text x="%10$d" y="14" textLength="%11$d" lengthAdjust="spacingAndGlyphs" font-weight="bold">%3$s</text>
                </g>
                </svg>
                """.formatted(
                        left + right,
                        escaped(name),
                        word,
                        left,
                        right,
                        colour(state),
                        left / 2,
                        left - 2 * PADDING,
                        escaped(shown),
                        left + right / 2,
                        right - 2 * PADDING);
    }

    /** White text on each of them has a contrast of 4.5 or more. The word beside it says the same. */
    private static String colour(TargetState state) {
        return switch (state) {
            case UP -> "#1a7f37";
            case DOWN -> "#a40e26";
            case UNKNOWN -> "#6e6e6e";
        };
    }

    private static String shortened(String name) {
        int count = name.codePointCount(0, name.length());
        return count <= MAX_SHOWN ? name : name.substring(0, name.offsetByCodePoints(0, MAX_SHOWN - 1)) + "\u2026";
    }

    /** About that of the font; the text is fitted into it. */
    private static int width(String text) {
        return 2 * PADDING + 7 * text.codePointCount(0, text.length());
    }

    /** For text and attributes of XML 1.0, which cannot have most control characters even when they are escaped. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isShown(c) ? c : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> c < 0xFFFE || c > 0xFFFF;
        };
    }
}
