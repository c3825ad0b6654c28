package io.halfshake.server.web;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** What a password is checked against without being known: PBKDF2 with HMAC-SHA256 (RFC 8018). */
public final class PasswordHash {
    /** How it is written. A dollar sign, as crypt has it, begins a variable in the configuration. */
    public static final String RULE = "pbkdf2-sha256:ITERATIONS:SALT:HASH, with 10000 to 2000000 iterations, and in"
            + " Base64 a salt of 8 to 64 bytes and a hash of 32 bytes";

    private static final Pattern FORM =
            Pattern.compile("pbkdf2-sha256:([1-9][0-9]{4,6}):([A-Za-z0-9+/]+=*):([A-Za-z0-9+/]+=*)");

    private static final int MIN_ITERATIONS = 10_000;

    /** A second or so: one that takes minutes would look like a server that hangs. */
    private static final int MAX_ITERATIONS = 2_000_000;

    private static final int MIN_SALT_BYTES = 8;
    private static final int MAX_SALT_BYTES = 64;
    private static final int HASH_BYTES = 32;
    private static final String ALGORITHM = "PBKDF2WithHmacSHA256";

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /**
     * Reads a hash.
     *
     * @param text in the form that {@link #RULE} describes
     * @return null if it has another form
     */
    public static @Nullable PasswordHash parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return null;
        }
        int iterations = Integer.parseInt(form.group(1));
        byte[] salt;
        byte[] hash;
        try {
            salt = Base64.getDecoder().decode(form.group(2));
            hash = Base64.getDecoder().decode(form.group(3));
        } catch (IllegalArgumentException e) {
            // Of a length that Base64 does not have.
            return null;
        }
        boolean right = iterations >= MIN_ITERATIONS
                && iterations <= MAX_ITERATIONS
                && salt.length >= MIN_SALT_BYTES
                && salt.length <= MAX_SALT_BYTES
                && hash.length == HASH_BYTES;
        return right ? new PasswordHash(iterations, salt, hash) : null;
    }

    /** Takes a fraction of a second of a processor. */
    boolean matches(char[] password) {
        try {
            PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, HASH_BYTES * Byte.SIZE);
            byte[] found =
                    SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
            return MessageDigest.isEqual(found, hash);
        } catch (NoSuchAlgorithmException | InvalidKeySpecException e) {
            throw new IllegalStateException(ALGORITHM + ", which each JDK has", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PasswordHash that
                && iterations == that.iterations
                && Arrays.equals(salt, that.salt)
                && Arrays.equals(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(salt) + Arrays.hashCode(hash);
    }
}
