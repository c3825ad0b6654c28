package io.halfshake.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The style sheet of the report, from the jar. */
final class StyleSheet {
    private static final String RESOURCE = "report.css";

    private StyleSheet() {}

    static String text() {
        try (InputStream in = Objects.requireNonNull(StyleSheet.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
