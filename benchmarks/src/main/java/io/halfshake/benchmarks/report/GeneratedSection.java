package io.halfshake.benchmarks.report;

/** The generated section of a page, between two markers. */
public final class GeneratedSection {
    static final String BEGIN = "<!-- begin: written by benchmarks/run -w -->\n";
    static final String END = "<!-- end -->\n";

    private GeneratedSection() {}

    /**
     * Replaces the section.
     *
     * @throws IllegalArgumentException if a marker is missing
     */
    public static String with(String page, String part) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(
                    "page: no part to replace (expected " + BEGIN.trim() + " and " + END.trim() + ")");
        }
        return page.substring(0, begin + BEGIN.length()) + part + page.substring(end);
    }
}
