package io.halfshake.server.web;

/** Reads {@code Accept} and {@code Accept-Encoding} (RFC 9110, section 12.5). */
final class AcceptHeader {
    /** As {@code ;q=0}, {@code ; Q=0.000}. */
    private static final String NOT_WANTED = "(?i).*;\\s*q\\s*=\\s*0(\\.0{0,3})?\\s*";

    private AcceptHeader() {}

    /** Whether the value itself is there and wanted. */
    static boolean names(String header, String value) {
        for (String each : header.split(",", -1)) {
            if (name(each).equalsIgnoreCase(value)) {
                return isWanted(each);
            }
        }
        return false;
    }

    /** What is not named is not sent compressed, unless "*" is. */
    static boolean acceptsGzip(String header) {
        boolean any = false;
        for (String each : header.split(",", -1)) {
            if (name(each).equalsIgnoreCase("gzip")) {
                return isWanted(each);
            }
            any |= name(each).equals("*") && isWanted(each);
        }
        return any;
    }

    private static String name(String part) {
        return part.split(";", 2)[0].strip();
    }

    private static boolean isWanted(String part) {
        return !part.matches(NOT_WANTED);
    }
}
