package io.halfshake.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the key that the writer of an unknown one may have meant. */
final class KeySuggestion {
    /** More changes make another word. */
    private static final int MAX_CHANGES = 2;

    private static final int MAX_LENGTH = 40;

    private static final String MERGE_KEY = "<<";

    private KeySuggestion() {}

    /** What is said of an unknown key, without the key. */
    static String describe(String key, Collection<String> known) {
        if (key.equals(MERGE_KEY)) {
            return "merge key (expected the keys themselves: YAML 1.2 has no merge keys)";
        }
        return "unknown key " + rule(key, known);
    }

    /** In parentheses, what may have been meant, or all that may stand there. */
    static String rule(String key, Collection<String> known) {
        Optional<String> nearest = nearest(key, known);
        return nearest.isPresent()
                ? "(did you mean \"" + nearest.get() + "\"?)"
                : "(expected one of " + String.join(", ", known) + ")";
    }

    /** What an error adds to its rule: which of these may have been meant; empty if none is like it. */
    static String hint(String text, Collection<String> known) {
        return nearest(text, known)
                .map(other -> "; did you mean \"" + other + "\"?")
                .orElse("");
    }

    /** The one that is so like the key that it may have been meant. */
    static Optional<String> nearest(String key, Collection<String> known) {
        String plain = key.toLowerCase(Locale.ROOT).replace('_', '-');
        if (plain.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return known.stream()
                .min(Comparator.comparingInt(other -> changes(plain, other)))
                .filter(other -> changes(plain, other) <= Math.min(MAX_CHANGES, (plain.length() - 1) / 2));
    }

    /** How many letters to insert, delete, replace or swap with the next one (Damerau and Levenshtein). */
    static int changes(String from, String to) {
        int[][] least = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                least[i][j] = changes(from, to, i, j, least);
            }
        }
        return least[from.length()][to.length()];
    }

    private static int changes(String from, String to, int i, int j, int[][] least) {
        if (i == 0 || j == 0) {
            return i + j;
        }
        int replaced = least[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int fewest = Math.min(replaced, 1 + Math.min(least[i - 1][j], least[i][j - 1]));
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(fewest, least[i - 2][j - 2] + 1) : fewest;
    }
}
