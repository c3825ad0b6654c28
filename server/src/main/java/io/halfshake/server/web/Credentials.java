package io.halfshake.server.web;

import io.halfshake.internal.Arguments;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What clients have to send: a user and a password (RFC 7617), a token (RFC 6750), or one of the two. Of passwords and
 * tokens only digests are kept. Two are equal if they accept the same, by the same hash.
 */
public final class Credentials {
    /** Whether what a client has sent is right. */
    enum Verdict {
        RIGHT,
        WRONG,

        /** {@link Credentials#isRightByHash} finds out, which takes its time. */
        UNDECIDED
    }

    private static final Digest NOTHING = Digest.of("");

    private final @Nullable Digest login;
    private final Digest user;
    private final @Nullable PasswordHash hash;
    private final @Nullable Digest token;

    /** The login that has matched the hash, so that the hash is not computed for each request. */
    private volatile @Nullable Digest known;

    private Credentials(@Nullable Digest login, Digest user, @Nullable PasswordHash hash, @Nullable Digest token) {
        this.login = login;
        this.user = user;
        this.hash = hash;
        this.token = token;
    }

    /**
     * A user and a password.
     *
     * @param user without a colon
     * @param password of any characters
     * @return these only
     * @throws IllegalArgumentException if the user has a colon, which ends it in a request
     */
    public static Credentials password(String user, String password) {
        return new Credentials(Digest.of(requireUser(user) + ":" + password), NOTHING, null, null);
    }

    /**
     * A user and the hash of a password.
     *
     * @param user without a colon
     * @param hash of the password
     * @return these only
     * @throws IllegalArgumentException if the user has a colon, which ends it in a request
     */
    public static Credentials hashed(String user, PasswordHash hash) {
        return new Credentials(null, Digest.of(requireUser(user)), hash, null);
    }

    /**
     * A token.
     *
     * @param token of ASCII characters without spaces
     * @return this only
     */
    public static Credentials token(String token) {
        return new Credentials(null, NOTHING, null, Digest.of(token));
    }

    /**
     * These, or a token.
     *
     * @param more as in {@link #token(String)}
     * @return a copy
     */
    public Credentials withToken(String more) {
        return new Credentials(login, user, hash, Digest.of(more));
    }

    private static String requireUser(String user) {
        Arguments.require(user.indexOf(':') < 0, "user", "***", "a name without a colon");
        return user;
    }

    /** Never waits. The value is that of the header {@code Authorization}; null where it was not sent. */
    Verdict check(@Nullable String authorization) {
        String[] parts = parts(authorization);
        if (parts[0].equals("bearer")) {
            return verdict(Digest.of(parts[1]).equals(token));
        }
        byte[] sent = login(parts);
        if (sent.length == 0) {
            return Verdict.WRONG;
        }
        Digest digest = Digest.of(sent);
        if (hash == null) {
            return verdict(digest.equals(login));
        }
        return digest.equals(known) ? Verdict.RIGHT : Verdict.UNDECIDED;
    }

    private static Verdict verdict(boolean right) {
        return right ? Verdict.RIGHT : Verdict.WRONG;
    }

    /** Takes a fraction of a second of a processor, also where the user is another: the time tells nothing. */
    boolean isRightByHash(@Nullable String authorization) {
        byte[] sent = login(parts(authorization));
        String[] names = new String(sent, StandardCharsets.UTF_8).split(":", 2);
        if (hash == null || names.length < 2) {
            return false;
        }
        // Both in any case: see above.
        boolean isPassword = hash.matches(names[1].toCharArray());
        boolean isUser = Digest.of(names[0]).equals(user);
        if (isPassword && isUser) {
            known = Digest.of(sent);
            return true;
        }
        return false;
    }

    /** The scheme in small letters, and what comes with it; empty where there is none. */
    private static String[] parts(@Nullable String authorization) {
        String[] parts =
                authorization == null ? new String[0] : authorization.strip().split(" +", 2);
        return parts.length < 2 ? new String[] {"", ""} : new String[] {parts[0].toLowerCase(Locale.ROOT), parts[1]};
    }

    /** User, colon and password; empty where it is no login. */
    private static byte[] login(String[] parts) {
        if (!parts[0].equals("basic")) {
            return new byte[0];
        }
        try {
            return Base64.getDecoder().decode(parts[1]);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** Browsers ask for a password because of it. Of several in a line some of them read only the first. */
    String challenge() {
        return login == null && hash == null
                ? "Bearer realm=\"halfshake\""
                : "Basic realm=\"halfshake\", charset=\"UTF-8\"";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Credentials that
                && Objects.equals(login, that.login)
                && user.equals(that.user)
                && Objects.equals(hash, that.hash)
                && Objects.equals(token, that.token);
    }

    @Override
    public int hashCode() {
        return Objects.hash(login, user, hash, token);
    }

    /** Without what they are. */
    @Override
    public String toString() {
        return "***";
    }
}
