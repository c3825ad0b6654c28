package io.halfshake.server.alerts;

import java.util.List;

/** A part of a template. Offsets are those of its tag, in characters of the template. */
sealed interface TemplateNode {
    /** Sent as it is. */
    record Text(String text) implements TemplateNode {}

    /** A value, escaped. */
    record Field(String name, int offset) implements TemplateNode {}

    /**
     * Sent where there is a value, for each alert where it is the list of them.
     *
     * @param inverted sent where there is none, in its place
     */
    record Section(String name, boolean inverted, List<TemplateNode> nodes, int offset) implements TemplateNode {}
}
