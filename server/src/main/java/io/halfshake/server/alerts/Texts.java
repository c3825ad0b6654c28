package io.halfshake.server.alerts;

/** Texts of a limited length. */
final class Texts {
    private Texts() {}

    /** The beginning, of at most {@code max} characters; one less where half of a surrogate pair would be the last. */
    static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        boolean isWithinPair =
                Character.isHighSurrogate(text.charAt(max - 1)) && Character.isLowSurrogate(text.charAt(max));
        return text.substring(0, isWithinPair ? max - 1 : max);
    }
}
