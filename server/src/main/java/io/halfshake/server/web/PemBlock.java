package io.halfshake.server.web;

import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A part of a file in PEM (RFC 7468). No message has its content, which may be a key.
 *
 * @param label such as {@code CERTIFICATE}
 * @param body what is between the lines that begin and end it
 */
record PemBlock(String label, String body) {
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN (?<label>[A-Z0-9 ]{1,40})-----(?<body>.*?)-----END \\k<label>-----", Pattern.DOTALL);

    /** In the order of the file; text around them is left out. */
    static List<PemBlock> parse(String pem) {
        return BLOCK.matcher(pem)
                .results()
                .map(found -> new PemBlock(found.group(1), found.group(2)))
                .toList();
    }

    /**
     * What Base64 stands for.
     *
     * @throws IllegalArgumentException if it is no Base64
     */
    byte[] decoded() {
        try {
            return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(label + ": not PEM (expected Base64 between its lines)", e);
        }
    }

    @Override
    public String toString() {
        return label;
    }
}
