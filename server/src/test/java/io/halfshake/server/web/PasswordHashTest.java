package io.halfshake.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    /** Of "pässwörd:1", by hashlib.pbkdf2_hmac of Python. */
    static final String TEXT =
            "pbkdf2-sha256:10000:MTIzNDU2NzhhYmNkZWZnaA==:DvnYwA+xuy8PMfPBVRnvFKTF9dUHYMgKqv2b/pRhFsU=";

    static PasswordHash hash() {
        return Objects.requireNonNull(PasswordHash.parse(TEXT));
    }

    @Test
    void hashOfPython_matchesItsPasswordOnly() {
        assertThat(hash().matches("p\u00e4ssw\u00f6rd:1".toCharArray())).isTrue();
        assertThat(hash().matches("p\u00e4ssw\u00f6rd:2".toCharArray())).isFalse();
        assertThat(hash().matches(new char[0])).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "password",
                "pbkdf2-sha1:10000:MTIzNDU2NzhhYmNkZWZnaA==:DvnYwA+xuy8PMfPBVRnvFKTF9dUHYMgKqv2b/pRhFsU=",
                "pbkdf2-sha256:9999:MTIzNDU2NzhhYmNkZWZnaA==:DvnYwA+xuy8PMfPBVRnvFKTF9dUHYMgKqv2b/pRhFsU=",
                "pbkdf2-sha256:2000001:MTIzNDU2NzhhYmNkZWZnaA==:DvnYwA+xuy8PMfPBVRnvFKTF9dUHYMgKqv2b/pRhFsU=",
                "pbkdf2-sha256:99999999999:MTIzNDU2NzhhYmNkZWZnaA==:DvnYwA+xuy8PMfPBVRnvFKTF9dUHYMgKqv2b/pRhFsU=",
                "pbkdf2-sha256:10000::DvnYwA+xuy8PMfPBVRnvFKTF9dUHYMgKqv2b/pRhFsU=",
                "pbkdf2-sha256:10000:c2hvcnQ=:DvnYwA+xuy8PMfPBVRnvFKTF9dUHYMgKqv2b/pRhFsU=",
                "pbkdf2-sha256:10000:MTIzNDU2NzhhYmNkZWZnaA==:DvnYwA==",
                "pbkdf2-sha256:10000:M:DvnYwA+xuy8PMfPBVRnvFKTF9dUHYMgKqv2b/pRhFsU=",
                "pbkdf2-sha256:10000:MTIzNDU2NzhhYmNkZWZnaA==:DvnYwA+xuy8PMfPBVRnvFKTF9dUHYMgKqv2b/pRhFsU=:more",
                "$pbkdf2-sha256$10000$MTIzNDU2NzhhYmNkZWZnaA$DvnYwA+xuy8PMfPBVRnvFKTF9dUHYMgKqv2b/pRhFsU"
            })
    void otherForms_areNone(String text) {
        assertThat(PasswordHash.parse(text)).isNull();
    }

    @Test
    void hashes_areEqualIfEachPartIs() {
        assertThat(hash()).isEqualTo(hash()).hasSameHashCodeAs(hash());
        assertThat(PasswordHash.parse(TEXT.replace("10000", "10001"))).isNotEqualTo(hash());
        assertThat(PasswordHash.parse(TEXT.replace(":MTIz", ":MTIx"))).isNotEqualTo(hash());
        assertThat(PasswordHash.parse(TEXT.replace(":Dvn", ":Dvm"))).isNotEqualTo(hash());
    }
}
