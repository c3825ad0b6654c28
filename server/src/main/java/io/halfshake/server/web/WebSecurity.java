package io.halfshake.server.web;

import org.jspecify.annotations.Nullable;

/**
 * Who may read the pages, and whether others on the way can read them too.
 *
 * @param credentials what clients have to send; null if all may read
 * @param certificate what the server shows of itself; null if it speaks plain HTTP
 */
public record WebSecurity(
        @Nullable Credentials credentials, @Nullable TlsCertificate certificate) {
    /** Plain HTTP for all. */
    public static final WebSecurity NONE = new WebSecurity(null, null);

    /**
     * Whether it is HTTPS.
     *
     * @return false without a certificate
     */
    public boolean isEncrypted() {
        return certificate != null;
    }
}
