package io.halfshake.benchmarks;

/** A page with a part between two markers that is written by a program. */
final class Page {
    static final String BEGIN = "<!-- begin: written by benchmarks/run -w -->\n";
    static final String END = "<!-- end -->\n";

    private Page() {}

    /**
     * The page with another part.
     *
     * @throws IllegalArgumentException if it has not both markers
     */
    static String with(String page, String part) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(
                    "page: no part to replace (expected " + BEGIN.trim() + " and " + END.trim() + ")");
        }
        return page.substring(0, begin + BEGIN.length()) + part + page.substring(end);
    }
}
