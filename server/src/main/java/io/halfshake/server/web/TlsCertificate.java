package io.halfshake.server.web;

import io.halfshake.internal.Arguments;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** A certificate with its private key, as a server of TLS needs it. Two are equal if certificates and keys are. */
public final class TlsCertificate {
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String KEY = "PRIVATE KEY";
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN " + CERTIFICATE + "-----");

    /** By the algorithm of the key. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final SSLContext context;

    private TlsCertificate(List<X509Certificate> chain, PrivateKey key, SSLContext context) {
        this.chain = chain;
        this.key = key;
        this.context = context;
    }

    /**
     * Reads a certificate, and those of its issuers.
     *
     * @param pem the certificate first, then that of its issuer, and so on; without the last, which clients have, or
     *     with it
     * @return in this order; not empty
     * @throws IllegalArgumentException if there is none, one cannot be read or is cut off, or the order is another
     */
    public static List<X509Certificate> chain(String pem) {
        List<X509Certificate> chain = new ArrayList<>();
        for (PemBlock block : PemBlock.parse(pem)) {
            if (block.label().equals(CERTIFICATE)) {
                X509Certificate next = certificate(block.decoded());
                if (!chain.isEmpty()) {
                    requireIssuer(next, chain.get(chain.size() - 1).getIssuerX500Principal());
                }
                chain.add(next);
            }
        }
        // Without that of an issuer, only some clients fail.
        if (BEGIN.matcher(pem).results().count() > chain.size()) {
            throw new IllegalArgumentException(
                    "a certificate without its end (expected -----END CERTIFICATE----- behind each)");
        }
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("no certificate (expected PEM with -----BEGIN CERTIFICATE-----)");
        }
        return List.copyOf(chain);
    }

    private static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("not a certificate (expected X.509 between the lines of PEM)", e);
        }
    }

    private static void requireIssuer(X509Certificate next, X500Principal issuer) {
        X500Principal subject = next.getSubjectX500Principal();
        if (!subject.equals(issuer)) {
            throw new IllegalArgumentException("certificate of " + Arguments.visible(subject.getName())
                    + " (expected that of " + Arguments.visible(issuer.getName())
                    + ", which issued the one before it)");
        }
    }

    /**
     * Reads the key of a certificate.
     *
     * @param chain as {@link #chain} returns it
     * @param pem with one private key, in PKCS#8 and without a password
     * @return both
     * @throws IllegalArgumentException if there is no key or several, it has another form, or is that of another
     *     certificate; the message has nothing of the key
     */
    public static TlsCertificate of(List<X509Certificate> chain, String pem) {
        List<PemBlock> keys = PemBlock.parse(pem).stream()
                .filter(block -> block.label().endsWith(KEY))
                .toList();
        if (keys.size() != 1) {
            throw new IllegalArgumentException(
                    keys.size() + " private keys (expected one, with -----BEGIN PRIVATE KEY-----)");
        }
        PemBlock block = keys.get(0);
        if (!block.label().equals(KEY)) {
            throw new IllegalArgumentException(block.label() + " (expected PRIVATE KEY, which is PKCS#8 without a"
                    + " password; openssl pkey -in OLD -out NEW writes it)");
        }
        PrivateKey key = key(block.decoded(), chain.get(0).getPublicKey());
        return new TlsCertificate(List.copyOf(chain), key, context(chain, key));
    }

    private static PrivateKey key(byte[] der, PublicKey certified) {
        String algorithm = certified.getAlgorithm();
        String signature = SIGNATURES.get(algorithm);
        if (signature == null) {
            throw new IllegalArgumentException(
                    "for a certificate of " + algorithm + " (expected one of RSA, EC, Ed25519 or Ed448)");
        }
        PrivateKey key;
        try {
            key = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a key of " + algorithm + " (expected that of the certificate)", e);
        }
        if (!isKeyOf(certified, key, signature)) {
            throw new IllegalArgumentException("the key of another certificate (expected that of the first one)");
        }
        return key;
    }

    /** Otherwise, only clients would notice. */
    private static boolean isKeyOf(PublicKey certified, PrivateKey key, String algorithm) {
        byte[] content = {1, 2, 3};
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(content);
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certified);
            verifier.update(content);
            return verifier.verify(signer.sign());
        } catch (InvalidKeyException | SignatureException e) {
            // Keys of another length or curve make signatures of another form.
            return false;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm + ", which each JDK has", e);
        }
    }

    private static SSLContext context(List<X509Certificate> chain, PrivateKey key) {
        // The store wants one, and is never written.
        char[] password = "none".toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry("web", key, password, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            // Clients show no certificates, so that nothing has to trust them.
            context.init(keys.getKeyManagers(), new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("not usable: " + e.getMessage() + " (expected a key for TLS)", e);
        }
    }

    /** For a server. */
    SSLContext context() {
        return context;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TlsCertificate that && chain.equals(that.chain) && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return chain.hashCode();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return chain.get(0).getSubjectX500Principal().getName();
    }
}
