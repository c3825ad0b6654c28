package io.halfshake.server.web;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;

/** A certificate for 127.0.0.1 that a test makes itself, and what trusts it. */
public final class TestCertificate {
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int TIMEOUT_MILLIS = 60_000;

    /** The names of signatures, by the algorithm of the key: as the JDK has them, and as certificates do, in DER. */
    private static final Map<String, String> SIGNATURES =
            Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA", "Ed25519", "Ed25519");

    private static final Map<String, String> ALGORITHMS =
            Map.of("EC", "06082a8648ce3d040302", "RSA", "06092a864886f70d01010b0500", "Ed25519", "06032b6570");

    private final String algorithm;
    private final KeyPair keys;
    private final X509Certificate certificate;

    private TestCertificate(String algorithm, KeyPair keys, X509Certificate certificate) {
        this.algorithm = algorithm;
        this.keys = keys;
        this.certificate = certificate;
    }

    /** One that has issued itself. */
    public static TestCertificate of(String name) throws GeneralSecurityException {
        return of(name, "EC");
    }

    static TestCertificate of(String name, String algorithm) throws GeneralSecurityException {
        KeyPair keys = keys(algorithm);
        return new TestCertificate(algorithm, keys, certificate(name, keys, name, keys, algorithm));
    }

    /** One that this one has issued. */
    TestCertificate issue(String name) throws GeneralSecurityException {
        KeyPair theirs = keys("EC");
        String issuer = certificate.getSubjectX500Principal().getName().substring("CN=".length());
        return new TestCertificate("EC", theirs, certificate(name, theirs, issuer, keys, algorithm));
    }

    private static KeyPair keys(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (!algorithm.equals("Ed25519")) {
            generator.initialize(algorithm.equals("EC") ? 256 : 2_048);
        }
        return generator.generateKeyPair();
    }

    /** RFC 5280, section 4.1. */
    private static X509Certificate certificate(
            String name, KeyPair theirs, String issuer, KeyPair signing, String algorithm)
            throws GeneralSecurityException {
        byte[] signatureAlgorithm = der(SEQUENCE, hex(Objects.requireNonNull(ALGORITHMS.get(algorithm))));
        byte[] content = der(
                SEQUENCE,
                hex("a003020102"), // Version 3.
                hex("020107"), // A serial number.
                signatureAlgorithm,
                new X500Principal("CN=" + issuer).getEncoded(),
                der(SEQUENCE, time("20200101000000Z"), time("21200101000000Z")),
                new X500Principal("CN=" + name).getEncoded(),
                theirs.getPublic().getEncoded(),
                der(0xa3, der(SEQUENCE, extension("0603551d11", hex("87047f000001")), issuing())));
        Signature signature = Signature.getInstance(Objects.requireNonNull(SIGNATURES.get(algorithm)));
        signature.initSign(signing.getPrivate());
        signature.update(content);
        byte[] whole = der(SEQUENCE, content, signatureAlgorithm, der(0x03, hex("00"), signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    /** That it may issue others: critical, as it has to be. */
    private static byte[] issuing() {
        return der(SEQUENCE, hex("0603551d130101ff"), der(OCTETS, der(SEQUENCE, hex("0101ff"))));
    }

    private static byte[] extension(String name, byte[] value) {
        return der(SEQUENCE, hex(name), der(OCTETS, der(SEQUENCE, value)));
    }

    private static byte[] time(String text) {
        return der(0x18, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.write(tag);
        if (length < 0x80) {
            der.write(length);
        } else if (length < 0x100) {
            der.write(0x81);
            der.write(length);
        } else {
            der.write(0x82);
            der.write(length >> 8);
            der.write(length);
        }
        der.writeBytes(content.toByteArray());
        return der.toByteArray();
    }

    X509Certificate certificate() {
        return certificate;
    }

    public String pem() throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    /** In PKCS#8. */
    public String keyPem() {
        return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    static String pem(String label, byte[] content) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }

    TlsCertificate forServer() throws GeneralSecurityException {
        return TlsCertificate.of(TlsCertificate.chain(pem()), keyPem());
    }

    /** A connection to a server that has this certificate, or one that it has issued. */
    public SSLSocket connect(InetSocketAddress server, String... protocols)
            throws GeneralSecurityException, IOException {
        // First: what it has to load is no part of the time that the server gives a handshake.
        SSLContext context = context();
        return layered(context, new Socket(server.getAddress(), server.getPort()), protocols);
    }

    /** As the other, on a connection that is there. */
    SSLSocket layered(Socket plain, String... protocols) throws GeneralSecurityException, IOException {
        return layered(context(), plain, protocols);
    }

    private static SSLSocket layered(SSLContext context, Socket plain, String... protocols) throws IOException {
        boolean connected = false;
        try {
            // A server that does not answer would make the test hang.
            plain.setSoTimeout(TIMEOUT_MILLIS);
            SSLSocket socket = (SSLSocket) context.getSocketFactory()
                    .createSocket(plain, plain.getInetAddress().getHostAddress(), plain.getPort(), true);
            if (protocols.length > 0) {
                socket.setEnabledProtocols(protocols);
            }
            socket.startHandshake();
            connected = true;
            return socket;
        } finally {
            if (!connected) {
                plain.close();
            }
        }
    }

    /** A new one each time, which knows no sessions. */
    private SSLContext context() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("trusted", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
