package io.halfshake.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsCertificateTest {
    @Test
    void chain_isReadInItsOrder() throws GeneralSecurityException {
        TestCertificate root = TestCertificate.of("root");
        TestCertificate leaf = root.issue("leaf");

        String pem = "comment\n" + leaf.pem() + "\r\n" + leaf.keyPem() + root.pem();
        List<X509Certificate> chain = TlsCertificate.chain(pem);

        assertThat(chain).containsExactly(leaf.certificate(), root.certificate());
        assertThat(TlsCertificate.of(chain, leaf.keyPem())).hasToString("CN=leaf");
    }

    @Test
    void chainInAnotherOrder_isRefused() throws GeneralSecurityException {
        TestCertificate root = TestCertificate.of("root");
        String pem = root.pem() + root.issue("leaf").pem();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsCertificate.chain(pem))
                .withMessage(
                        "certificate of \"CN=leaf\" (expected that of \"CN=root\", which issued the one before it)");
    }

    @Test
    void chainThatIsCutOff_isRefused() throws GeneralSecurityException {
        TestCertificate root = TestCertificate.of("root");
        String pem = root.issue("leaf").pem() + root.pem();

        // After the line that begins the second one, in the middle of it, and before the line that ends it.
        for (int length : List.of(
                pem.lastIndexOf("-----BEGIN ") + "-----BEGIN CERTIFICATE-----".length(),
                pem.length() - 100,
                pem.lastIndexOf("-----END "))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TlsCertificate.chain(pem.substring(0, length)))
                    .withMessage("a certificate without its end (expected -----END CERTIFICATE----- behind each)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void key_isThatOfTheCertificate(String algorithm) throws GeneralSecurityException {
        TestCertificate certificate = TestCertificate.of("one", algorithm);

        TlsCertificate read = certificate.forServer();

        assertThat(read).isEqualTo(certificate.forServer()).hasSameHashCodeAs(certificate.forServer());
        assertThat(read).isNotEqualTo(TestCertificate.of("one").forServer());
    }

    @Test
    void keyOfAnotherCertificate_isRefused() throws GeneralSecurityException {
        List<X509Certificate> chain =
                TlsCertificate.chain(TestCertificate.of("one").pem());
        String same = TestCertificate.of("two").keyPem();
        String longer = longerKey();
        String other = TestCertificate.of("two", "Ed25519").keyPem();

        for (String key : List.of(same, longer)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TlsCertificate.of(chain, key))
                    .withMessage("the key of another certificate (expected that of the first one)");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsCertificate.of(chain, other))
                .withMessage("not a key of EC (expected that of the certificate)");
    }

    private static String longerKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(384);
        byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
        return TestCertificate.pem("PRIVATE KEY", key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY"})
    void keyInAnotherForm_isRefusedWithTheWayOut(String label) throws GeneralSecurityException {
        List<X509Certificate> chain =
                TlsCertificate.chain(TestCertificate.of("one").pem());
        String pem = TestCertificate.pem(label, "Proc-Type: 4,ENCRYPTED".getBytes(StandardCharsets.US_ASCII));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsCertificate.of(chain, pem))
                .withMessage(label + " (expected PRIVATE KEY, which is PKCS#8 without a password; openssl pkey -in OLD"
                        + " -out NEW writes it)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|0 private keys (expected one, with -----BEGIN PRIVATE KEY-----)",
                "-----BEGIN PRIVATE KEY-----aGVsbG8=|0 private keys (expected one, with -----BEGIN PRIVATE KEY-----)",
                "-----BEGIN PRIVATE KEY-----a-----END PRIVATE KEY-----"
                        + "-----BEGIN EC PRIVATE KEY-----b-----END EC PRIVATE KEY-----"
                        + "|2 private keys (expected one, with -----BEGIN PRIVATE KEY-----)",
                "-----BEGIN PRIVATE KEY-----hush!-----END PRIVATE KEY-----"
                        + "|PRIVATE KEY: not PEM (expected Base64 between its lines)",
                "-----BEGIN PRIVATE KEY-----aGVsbG8=-----END PRIVATE KEY-----"
                        + "|not a key of EC (expected that of the certificate)",
            })
    void malformedKey_isRefusedWithoutItsContent(@Nullable String pem, String message) throws GeneralSecurityException {
        List<X509Certificate> chain =
                TlsCertificate.chain(TestCertificate.of("one").pem());
        String text = pem == null ? "" : pem;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsCertificate.of(chain, text))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing|no certificate (expected PEM with -----BEGIN CERTIFICATE-----)",
                "-----BEGIN CERTIFICATE-----aGVsbG8=-----END CERTIFICATE-----"
                        + "|not a certificate (expected X.509 between the lines of PEM)",
                "-----BEGIN CERTIFICATE-----hush!-----END CERTIFICATE-----"
                        + "|CERTIFICATE: not PEM (expected Base64 between its lines)",
            })
    void malformedCertificate_isRefused(String pem, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsCertificate.chain(pem))
                .withMessage(message);
    }
}
