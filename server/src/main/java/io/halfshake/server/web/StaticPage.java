package io.halfshake.server.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * A file of the program's own. Browsers keep it, and ask each time whether it is still the same, which is answered with
 * status 304 and no body. The query is ignored.
 */
public final class StaticPage implements Handler {
    private static final int TAG_BYTES = 12;

    private final byte[] content;
    private final String tag;
    private final Map<String, String> headers;

    private StaticPage(byte[] content, String contentType) {
        this.content = content;
        this.tag = tag(content);
        // Weak, since it is sent with gzip or without.
        this.headers = Map.of("Content-Type", contentType, "Cache-Control", "no-cache", "ETag", "W/" + tag);
    }

    /**
     * Reads a resource.
     *
     * @param owner a class in the package of the resource
     * @param name the resource's name in that package
     * @param contentType its media type
     * @return a new page
     * @throws NullPointerException if there is no such resource
     * @throws UncheckedIOException if it cannot be read
     */
    public static StaticPage of(Class<?> owner, String name, String contentType) {
        try (InputStream in = Objects.requireNonNull(owner.getResourceAsStream(name), name)) {
            return new StaticPage(in.readAllBytes(), contentType);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private static String tag(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + new BigInteger(1, digest).toString(Character.MAX_RADIX).substring(0, 2 * TAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each JDK has it", e);
        }
    }

    @Override
    public CompletableFuture<Response> handle(Request request) {
        return CompletableFuture.completedFuture(
                isKept(request.listHeader("If-None-Match"))
                        ? new Response(304, headers, false, out -> {}).withHeader("Vary", "Accept-Encoding")
                        : new Response(200, headers, true, out -> out.write(content)));
    }

    /** By the weak comparison of RFC 9110, section 13.1.2. */
    private boolean isKept(String header) {
        for (String each : header.split(",", -1)) {
            String known = each.strip();
            if (known.equals("*") || known.equals(tag) || known.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }
}
