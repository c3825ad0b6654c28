package io.halfshake.cli.report;

/** Tables and lists of texts. A table that is wider than the page scrolls on its own. */
final class Tables {
    private Tables() {}

    /** Starts a table, to be ended by {@link #end}. */
    static void start(Html html, String caption, String... headings) {
        html.start("div", "class", "wide");
        html.start("table");
        html.element("caption", caption);
        html.start("thead");
        html.start("tr");
        for (String heading : headings) {
            html.element("th", heading, "scope", "col");
        }
        html.end();
        html.endLine();
        html.start("tbody");
    }

    static void row(Html html, String... cells) {
        html.start("tr");
        for (String cell : cells) {
            html.element("td", cell);
        }
        html.endLine();
    }

    static void end(Html html) {
        html.end();
        html.end();
        html.endLine();
    }

    /** Starts a list of facts, to be ended by {@link Html#endLine}. */
    static void startFacts(Html html) {
        html.start("dl");
    }

    /** A line of a list of facts. */
    static void fact(Html html, String name, String value) {
        html.element("dt", name);
        html.start("dd");
        html.name(value);
        html.endLine();
    }
}
