package io.halfshake.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.halfshake.server.web.Credentials.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    private static final Credentials LOGIN = Credentials.password("ops", "caf\u00e9:1");
    private static final Credentials TOKEN = Credentials.token("abcdefgh");
    private static final Credentials BOTH = LOGIN.withToken("abcdefgh");
    private static final String RIGHT_LOGIN = basic("ops:caf\u00e9:1");

    static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void login_isUserAndPasswordInUtf8() {
        assertThat(LOGIN.check(RIGHT_LOGIN)).isEqualTo(Verdict.RIGHT);
        assertThat(LOGIN.check(RIGHT_LOGIN.replace("Basic", "bASIC  "))).isEqualTo(Verdict.RIGHT);
        assertThat(BOTH.check(RIGHT_LOGIN)).isEqualTo(Verdict.RIGHT);
        assertThat(TOKEN.check(RIGHT_LOGIN)).isEqualTo(Verdict.WRONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ops:caf\u00e9:2", "opz:caf\u00e9:1", "ops", ":caf\u00e9:1", "ops:", "", ":"})
    void otherLogins_areWrong(String login) {
        assertThat(LOGIN.check(basic(login))).isEqualTo(Verdict.WRONG);
        assertThat(TOKEN.check(basic(login))).isEqualTo(Verdict.WRONG);
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer abcdefgh, RIGHT",
        "bearer   abcdefgh, RIGHT",
        "Bearer abcdefgi, WRONG",
        "Bearer abcdefg, WRONG",
        "Bearer abcdefgh x, WRONG",
        "Bearer, WRONG",
        "abcdefgh, WRONG",
        "Digest abcdefgh, WRONG"
    })
    void token_isCompared(String header, Verdict verdict) {
        assertThat(TOKEN.check(header)).isEqualTo(verdict);
        assertThat(BOTH.check(header)).isEqualTo(verdict);
        assertThat(LOGIN.check(header)).isEqualTo(Verdict.WRONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Basic", "Basic ", "Basic !!!", "Basic b3Bz=", "Basic b3BzOng"})
    void malformedHeaders_areWrong(String header) {
        assertThat(BOTH.check(header)).isEqualTo(Verdict.WRONG);
        assertThat(Credentials.hashed("ops", PasswordHashTest.hash()).isRightByHash(header))
                .isFalse();
    }

    @Test
    void nothing_isWrong() {
        assertThat(BOTH.check(null)).isEqualTo(Verdict.WRONG);
    }

    @Test
    void hash_isComputedUntilThePasswordIsKnown() {
        Credentials hashed = Credentials.hashed("ops", PasswordHashTest.hash());
        String right = basic("ops:p\u00e4ssw\u00f6rd:1");

        assertThat(hashed.check(right)).isEqualTo(Verdict.UNDECIDED);
        assertThat(hashed.isRightByHash(right)).isTrue();
        assertThat(hashed.check(right)).isEqualTo(Verdict.RIGHT);

        for (String wrong : new String[] {"ops:p\u00e4ssw\u00f6rd:2", "opz:p\u00e4ssw\u00f6rd:1", "ops", ":"}) {
            assertThat(hashed.check(basic(wrong))).as(wrong).isEqualTo(Verdict.UNDECIDED);
            assertThat(hashed.isRightByHash(basic(wrong))).as(wrong).isFalse();
        }
        assertThat(hashed.check(right)).as("still known").isEqualTo(Verdict.RIGHT);
    }

    @Test
    void challenge_isWhatBrowsersCanDo() {
        assertThat(LOGIN.challenge())
                .isEqualTo(BOTH.challenge())
                .isEqualTo(Credentials.hashed("ops", PasswordHashTest.hash()).challenge())
                .isEqualTo("Basic realm=\"halfshake\", charset=\"UTF-8\"");
        assertThat(TOKEN.challenge()).isEqualTo("Bearer realm=\"halfshake\"");
    }

    @Test
    void credentials_areEqualIfTheyAcceptTheSame() {
        assertThat(BOTH)
                .isEqualTo(Credentials.password("ops", "caf\u00e9:1").withToken("abcdefgh"))
                .hasSameHashCodeAs(Credentials.password("ops", "caf\u00e9:1").withToken("abcdefgh"))
                .isNotEqualTo(LOGIN)
                .isNotEqualTo(TOKEN)
                .isNotEqualTo(LOGIN.withToken("abcdefgi"));
        assertThat(Credentials.hashed("ops", PasswordHashTest.hash()))
                .isEqualTo(Credentials.hashed("ops", PasswordHashTest.hash()))
                .isNotEqualTo(Credentials.hashed("opz", PasswordHashTest.hash()));
    }

    @Test
    void text_hasNoSecret() {
        assertThat(BOTH).hasToString("***");
    }

    @Test
    void userWithAColon_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.password("a:b", "x"))
                .withMessage("user: *** (expected a name without a colon)");
    }
}
