package io.halfshake.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTest {
    private static Request withQuery(String query) {
        return new Request("/page", query, Map.of());
    }

    @Test
    void parameters_areDecoded() {
        assertThat(withQuery("a=%5B%3A%3A1%5D%3A80&b=x+y%c3%bc&c").parameters("a", "b", "c"))
                .containsExactly(Map.entry("a", "[::1]:80"), Map.entry("b", "x y\u00fc"), Map.entry("c", ""));
        assertThat(withQuery("").parameters("a")).isEmpty();
        assertThat(new Request("/page", null, Map.of()).parameters("a")).isEmpty();
        assertThat(withQuery("a=b=c").parameters("a")).containsEntry("a", "b=c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1&a=2|a: \"2\" (expected one value, not several)",
                "a=1&%61=2|a: \"2\" (expected one value, not several)",
                "x=1|parameter: \"x\" (expected one of a, b)",
                "a=1&|parameter: \"\" (expected one of a, b)",
                "a=%|a: \"%\" (expected two hexadecimal digits behind each percent sign)",
                "a=%4|a: \"%4\" (expected two hexadecimal digits behind each percent sign)",
                "a=%+1|a: \"%+1\" (expected two hexadecimal digits behind each percent sign)",
                "a=%-1|a: \"%-1\" (expected two hexadecimal digits behind each percent sign)",
                "a=%gg|a: \"%gg\" (expected two hexadecimal digits behind each percent sign)",
                "a=%ff|a: \"%ff\" (expected UTF-8 behind the percent signs)",
                "a=%c0%af|a: \"%c0%af\" (expected UTF-8 behind the percent signs)",
                "a=\u00fc|a: \"\u00fc\" (expected visible ASCII characters, and others as %XX)",
                "%zz=1|parameter: \"%zz\" (expected two hexadecimal digits behind each percent sign)"
            })
    void parameters_refuseWhatIsNotEncodedAsItShouldBe(String query, String message) {
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> withQuery(query).parameters("a", "b"))
                .withMessage(message)
                .matches(refused -> refused.status() == 400);
    }

    @Test
    void longValue_isRefused() {
        String value = "v".repeat(1_025);

        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> withQuery("a=" + value).parameters("a"))
                .withMessage("a: \"" + "v".repeat(80) + "\"... (1025 characters) (expected at most 1024 characters)");
        assertThat(withQuery("a=" + value.substring(1)).parameters("a")).containsEntry("a", value.substring(1));
    }

    @Test
    void headers_areFoundInAnyCase() {
        Request request = new Request("/page", null, Map.of("Accept", List.of("a", "b"), "x-one", List.of("1")));

        assertThat(request.listHeader("accept")).isEqualTo("a,b");
        assertThat(request.header("X-One")).isEqualTo("1");
        assertThat(request.header("X-Two")).isNull();
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> request.header("ACCEPT"))
                .withMessage("ACCEPT: sent 2 times (expected once)");
    }

    @Test
    void text_hasNoHeaders() {
        assertThat(new Request("/page", "a=hush", Map.of("Authorization", List.of("hush"))))
                .hasToString("Request[path=/page]");
    }

    private static final String BADGE = "/badge/{target}.svg";

    private static Request to(String path) {
        return new Request(path, null, Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "/badge/db:5432.svg, db:5432",
        "/badge/%5B::1%5D%3A80.svg, [::1]:80",
        "/badge/a+b.svg, a+b",
        "/badge/a%2Fb%3f.svg, a/b?",
        "/badge/.svg.svg, .svg",
        "/badge/%c3%bc.svg, \u00fc"
    })
    void pathParameter_isDecoded(String path, String value) {
        assertThat(to(path).pathParameter(BADGE)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"/badge/%f.svg, 400", "/badge/%ff.svg, 400", "/badge/a/b.svg, 404", "/badge/.svg, 404", "/badge/x, 404"
    })
    void pathParameter_thatIsWrongIsRefused(String path, int status) {
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> to(path).pathParameter(BADGE))
                .matches(refused -> refused.status() == status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html,application/xhtml+xml,*/*;q=0.8|true",
                "application/json, TEXT/HTML;level=1;q=0.1|true",
                "text/html;q=0|false",
                "text/html; level=1; q=0.0|false",
                "*/*|false",
                "text/*|false",
                "''|false"
            })
    void accepts_readsTheHeader(String header, boolean accepts) {
        assertThat(new Request("/", null, Map.of("accept", List.of(header))).accepts("text/html"))
                .isEqualTo(accepts);
    }
}
