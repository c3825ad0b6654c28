package io.halfshake.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.halfshake.UnknownReason;
import io.halfshake.server.web.RequestException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsPageTest {
    private final TestTargets targets = new TestTargets();

    @AfterEach
    void close() {
        targets.close();
    }

    private void addThree() {
        targets.add("db:5432", "Orders", "data", Map.of()).up(Duration.ofMillis(2));
        targets.add("[::1]:6379", "cache", "data", Map.of()).refused();
        targets.add("web:443").unknown(UnknownReason.NO_ROUTE);
        targets.test.advance(Duration.ofSeconds(6));
    }

    private static List<String> names(Map<String, Object> page) {
        return TestTargets.targetsOf(page).stream()
                .map(each -> String.valueOf(each.get("name")))
                .toList();
    }

    private List<String> names(@Nullable String query) throws IOException {
        Map<String, Object> page = targets.list(query);
        assertThat(page).doesNotContainKey("next");
        return names(page);
    }

    @Test
    void list_hasAllInTheirOrder() throws IOException {
        addThree();
        assertThat(names((String) null)).containsExactly("Orders", "cache", "web:443");
    }

    @Test
    void target_hasWhatIsKnownOfIt() throws IOException {
        targets.add("db:5432", "Orders", "data", Map.of("env", "prod", "az", "b"))
                .up(Duration.ofMillis(2))
                .refused();
        targets.test.advance(Duration.ofMillis(5_500));

        String json = targets.text(TargetsPage.PATH, TargetsPage.PATH, null);
        assertThat(json)
                .startsWith("{\"targets\":[{\"target\":\"db:5432\",\"name\":\"Orders\",\"group\":\"data\","
                        + "\"labels\":{\"az\":\"b\",\"env\":\"prod\"},\"state\":\"up\",\"since\":\"")
                .contains(
                        "\"inDoubt\":true,",
                        "\"lastHeld\":false,",
                        "\"lastText\":\"db:5432 (192.0.2.1:5432) is down: refused")
                .contains(
                        "\"checks\":{\"up\":1,\"down\":1,\"unknown\":0,\"held\":0},\"loss\":0.5,",
                        "\"roundTripMicros\":{\"p50\":")
                .contains("\"outageCount\":0,\"downtimeAtLeastMicros\":0.000,\"downtimeAtMostMicros\":0.000,")
                .endsWith("\"unobservedMicros\":0.000}]}");
    }

    @Test
    void targetInMaintenance_hasTheWindowsThatAreOpenForIt() throws IOException {
        addThree();
        targets.maintain("upgrade", "data");
        String json = targets.text(TargetsPage.PATH, TargetsPage.PATH, "q=orders");
        assertThat(json)
                .contains(",\"inDoubt\":false,"
                        + "\"maintenance\":[{\"name\":\"upgrade\",\"until\":\"2026-01-03T03:04:05Z\"}],");
        assertThat(targets.text(TargetsPage.PATH, TargetsPage.PATH, "q=web")).doesNotContain("maintenance");
        assertThat(targets.text(TargetPage.PATH, "/api/v1/targets/db:5432", null))
                .contains("\"maintenance\":[{\"name\":\"upgrade\",");
    }

    @ParameterizedTest
    @CsvSource({
        "state=up, Orders",
        "state=down, cache",
        "state=unknown, web:443",
        "group=, web:443",
        "q=ORDER, Orders",
        "q=5432, Orders",
        "q=%3A%3A1, cache",
        "q=dat&state=down, cache"
    })
    void filters_leaveOneOfThree(String query, String name) throws IOException {
        addThree();
        assertThat(names(query)).containsExactly(name);
    }

    @Test
    void group_isTheWholeName() throws IOException {
        addThree();
        assertThat(names("group=data")).containsExactly("Orders", "cache");
        assertThat(names("group=dat")).isEmpty();
    }

    @Test
    void pages_haveEachTargetOnceWhateverIsRemovedMeanwhile() throws IOException {
        for (int i = 0; i < 25; i++) {
            targets.add("db:" + (1000 + i)).up();
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        for (int pages = 0; pages < 3; pages++) {
            Map<String, Object> page = targets.list("limit=10" + cursor);
            List<String> names = names(page);
            seen.addAll(names);
            targets.remove(names.get(names.size() - 1));
            targets.remove("db:1000");
            assertThat(page.containsKey("next")).isEqualTo(pages < 2);
            cursor = "&after=" + page.get("next");
        }
        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
        assertThat(targets.list("limit=22")).as("a full last page").doesNotContainKey("next");
    }

    @Test
    void search_endsAPageThatVisitsManyAndGoesOn() throws IOException {
        for (int i = 0; i <= TargetsPage.MAX_VISITED; i++) {
            targets.add("db:" + (1 + i)).up();
        }
        Map<String, Object> first = targets.list("q=:10001");
        assertThat(names(first)).isEmpty();
        assertThat(names("q=:10001&after=" + first.get("next"))).containsExactly("db:10001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "9ix",
                "-0",
                "9ix-",
                "9ix--1",
                "9ix-zzzzzzzzzzzzz",
                "9iy-0",
                "9ix-0-0",
                "9IX-0",
                "null",
                " 9ix-0"
            })
    void foreignCursor_isRefused(String cursor) {
        assertThat(new Cursors(TestTargets.PROCESS).text(0)).isEqualTo("9ix-0");
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> targets.list("after=" + cursor.replace(" ", "+")))
                .withMessage("after: \"" + cursor
                        + "\" (expected \"next\" of a page that this process sent; begin without one)")
                .matches(refused -> refused.status() == 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=1001", "limit=-1", "limit=", "limit=1e2", "state=UP", "state=", "x=1"})
    void wrongParameter_isRefused(String query) {
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> targets.list(query))
                .withMessageContaining("(expected ")
                .matches(refused -> refused.status() == 400);
    }

    @Test
    void targetBeingAddedOrRemoved_isLeftOut() throws IOException {
        addThree();
        targets.test.monitor().remove("web:443");
        assertThat(names((String) null)).containsExactly("Orders", "cache");
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> targets.get(TargetPage.PATH, "/api/v1/targets/web:443", null))
                .withMessage("target: \"web:443\" is not watched at the moment")
                .matches(refused -> refused.status() == 503);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "say \"hi\"",
                "two\nlines\r\n",
                "back\\slash\\",
                "<script>alert(1)</script>",
                "</script><!--",
                "\u202egnirts\u202c \u200f \u05d0",
                "{{7*7}} ${x} ]}",
                "\ud83d\ude80 \u2028 \u0000"
            })
    void names_arriveAsTheyAre(String name) throws IOException {
        targets.add("db:5432", name, name, Map.of("label", name)).up();

        String json = targets.text(TargetsPage.PATH, TargetsPage.PATH, null);
        assertThat(json).doesNotContain("\n", "\r", "\u0000");
        // Characters that YAML does not allow as they are.
        Map<String, Object> target = TestTargets.targetsOf(TestTargets.parse(json.replace("\u2028", "\\u2028")))
                .get(0);
        assertThat(target)
                .containsEntry("name", name)
                .containsEntry("group", name)
                .containsEntry("labels", Map.of("label", name));
    }

    @Test
    void halfASurrogatePair_spoilsNothingElse() throws IOException {
        targets.add("db:5432", "\ud83d", null, Map.of()).up();
        assertThat(names((String) null)).containsExactly("?");
    }

    @Test
    void page_isSentCompressed() {
        assertThat(targets.response(TargetsPage.PATH, TargetsPage.PATH, null).compressible())
                .isTrue();
    }
}
