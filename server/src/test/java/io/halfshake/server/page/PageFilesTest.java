package io.halfshake.server.page;

import static io.halfshake.server.web.RawClient.get;
import static io.halfshake.server.web.RawClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.server.web.RawClient.Reply;
import io.halfshake.server.web.Servers;
import io.halfshake.server.web.WebServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageFilesTest {
    private static final String HTML = "Accept: text/html,application/xhtml+xml,*/*;q=0.8";
    private static final Path FILES = Path.of("src/main/resources/io/halfshake/server/page");

    private WebServer server;

    @BeforeEach
    void start() throws IOException {
        server = WebServer.start(Servers.anyPort(), PageFiles.pages("the index"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String scripts() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String each : PageFiles.SCRIPTS) {
            all.append(file(each));
        }
        return all.toString();
    }

    private static String file(String name) throws IOException {
        return Files.readString(FILES.resolve(name));
    }

    @Test
    void root_isAPageForBrowsersAndTextForOthers() throws IOException {
        Reply page = get(server, "/", HTML);
        assertThat(page.text()).isEqualTo(file("index.html"));
        assertThat(page.headers())
                .containsEntry("content-type", "text/html; charset=utf-8")
                .containsEntry("vary", "Accept, Accept-Encoding")
                .containsEntry("content-security-policy", "default-src 'self'")
                .containsEntry("cache-control", "no-cache");
        Reply kept = get(server, "/", HTML, "If-None-Match: " + page.headers().get("etag"));
        assertThat(kept.status()).isEqualTo(304);
        assertThat(kept.headers()).containsEntry("vary", "Accept, Accept-Encoding");
        assertThat(request(server, "HEAD", "/", HTML).headers())
                .containsEntry("etag", page.headers().get("etag"));

        for (String accept : new String[] {"Accept: */*", "X: none", "Accept: text/html;q=0, */*"}) {
            Reply text = get(server, "/", accept);
            assertThat(text.text()).isEqualTo("the index\n");
            assertThat(text.headers()).containsEntry("vary", "Accept").containsEntry("cache-control", "no-store");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "page.css, text/css; charset=utf-8",
        "page.js, text/javascript; charset=utf-8",
        "live.js, text/javascript; charset=utf-8",
        "cluster.js, text/javascript; charset=utf-8",
        "details.js, text/javascript; charset=utf-8",
        "heat.js, text/javascript; charset=utf-8",
        "history.js, text/javascript; charset=utf-8",
        "order.js, text/javascript; charset=utf-8",
        "plot.js, text/javascript; charset=utf-8",
        "marks.js, text/javascript; charset=utf-8",
        "rows.js, text/javascript; charset=utf-8",
        "words.js, text/javascript; charset=utf-8",
        "uplot/uPlot-1.6.32.iife.min.js, text/javascript; charset=utf-8",
        "uplot/uPlot-1.6.32.min.css, text/css; charset=utf-8",
        "uplot/uPlot-1.6.32.LICENSE.txt, text/plain; charset=utf-8",
        "icon.svg, image/svg+xml"
    })
    void files_areServedAsTheyAre(String name, String type) throws IOException {
        Reply reply = get(server, "/" + name);
        assertThat(reply.text()).isEqualTo(file(name));
        assertThat(reply.headers())
                .containsEntry("content-type", type)
                .containsEntry("content-security-policy", "default-src 'self'")
                .containsEntry("cache-control", "no-cache");
    }

    /** The library is as its authors made it, and its license is with it, also in the jar. */
    @Test
    void library_isUnchangedAndHasItsLicense() throws Exception {
        Set<String> known = new TreeSet<>();
        for (String line : Files.readAllLines(FILES.resolve("uplot/SHA256SUMS"))) {
            String[] parts = line.split("  ", 2);
            byte[] content = resource("uplot/" + parts[1]);
            assertThat(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content)))
                    .as(parts[1])
                    .isEqualTo(parts[0]);
            known.add("uplot/" + parts[1]);
        }
        assertThat(known)
                .containsExactly(
                        PageFiles.LIBRARY + ".LICENSE.txt",
                        PageFiles.LIBRARY + ".iife.min.js",
                        PageFiles.LIBRARY + ".min.css");
        try (Stream<Path> files = Files.list(FILES.resolve("uplot"))) {
            assertThat(files.map(each -> "uplot/" + each.getFileName()).filter(each -> each.contains("uPlot")))
                    .hasSameElementsAs(known);
        }
        assertThat(new String(resource(PageFiles.LIBRARY + ".LICENSE.txt"), StandardCharsets.UTF_8))
                .startsWith("The MIT License");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(PageFiles.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    /** The first paint does not wait for what draws plots. */
    @Test
    void library_isLoadedByThePlotOnly() throws IOException {
        assertThat(file("plot.js")).contains("\"" + PageFiles.LIBRARY + "\"");
        assertThat(file("index.html")).doesNotContainIgnoringCase("plot");
        for (String each : PageFiles.SCRIPTS) {
            assertThat(file(each)).as(each).doesNotContainPattern("from \"./plot.js\"");
        }
        assertThat(file("history.js")).contains("await import(\"./plot.js\")");
    }

    /** Below another path, behind a proxy, the page works as well. */
    @Test
    void page_needsNothingButItsOwnFilesByRelativeLinks() throws IOException {
        String html = file("index.html");
        Set<String> links = Pattern.compile("(?:href|src)=\"([^\"]*)\"")
                .matcher(html)
                .results()
                .map(link -> link.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(links)
                .containsExactly(
                        "api/v1/targets",
                        "cluster.js",
                        "details.js",
                        "heat.js",
                        "history.js",
                        "icon.svg",
                        "live.js",
                        "order.js",
                        "page.css",
                        "page.js",
                        "rows.js",
                        "words.js");
        assertThat(html + file("page.css") + scripts()).doesNotContain("//cdn", "https:", "@import");
    }

    /** The policy forbids it, and browsers would leave it out in silence. */
    @Test
    void html_hasNoInlineScriptOrStyle() throws IOException {
        assertThat(file("index.html"))
                .doesNotContainPattern("(?i)<script(?![^>]*src=)")
                .doesNotContainPattern("(?i)<style|\\sstyle=|\\son[a-z]+=|javascript:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "DOMParser",
                "createContextualFragment",
                "eval(",
                "new Function",
                "setHTML",
                "srcdoc"
            })
    void script_makesNoMarkupOfTexts(String call) throws IOException {
        assertThat(scripts() + file(PageFiles.LIBRARY + ".iife.min.js")).doesNotContain(call);
    }

    /** WCAG 2, 1.4.11: what shows where a control is. */
    @Test
    void bordersOfControls_areSeenInBothThemes() throws IOException {
        String css = file("page.css");
        assertThat(css)
                .containsPattern("input\\[type=search\\], select, button \\{[^}]*border: 1px solid var\\(--edge\\)");
        List<String> edges = colors(css, "edge");
        List<String> backs = colors(css, "back");
        List<String> raised = colors(css, "raised");
        assertThat(edges).hasSize(2);
        for (int theme = 0; theme < edges.size(); theme++) {
            assertThat(contrast(edges.get(theme), backs.get(theme))).isGreaterThanOrEqualTo(3);
            assertThat(contrast(edges.get(theme), raised.get(theme))).isGreaterThanOrEqualTo(3);
        }
    }

    /** In the heat map it tells what is down from what is up, whatever the hues are. */
    @Test
    void strokeThroughWhatIsDown_isSeenInBothThemes() throws IOException {
        String css = file("page.css");
        List<String> downs = colors(css, "down");
        List<String> strokes = colors(css, "on-down");
        assertThat(downs).hasSize(2);
        assertThat(strokes).hasSize(2);
        for (int theme = 0; theme < downs.size(); theme++) {
            assertThat(contrast(downs.get(theme), strokes.get(theme))).isGreaterThanOrEqualTo(3);
        }
    }

    /** The light theme's, then the dark one's. */
    private static List<String> colors(String css, String name) {
        return Pattern.compile("--" + name + ": #([0-9a-f]{6});")
                .matcher(css)
                .results()
                .map(color -> color.group(1))
                .toList();
    }

    private static double contrast(String one, String other) {
        double first = luminance(one) + 0.05;
        double second = luminance(other) + 0.05;
        return Math.max(first, second) / Math.min(first, second);
    }

    /** As WCAG 2 defines it. */
    private static double luminance(String color) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double part = Integer.parseInt(color.substring(2 * i, 2 * i + 2), 16) / 255.0;
            sum += weights[i] * (part <= 0.03928 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    @Test
    void script_usesOnlyElementsThatThePageHas() throws IOException {
        String html = file("index.html");
        Set<String> ids = Pattern.compile("byId\\(\"([^\"]+)\"\\)")
                .matcher(scripts())
                .results()
                .map((MatchResult id) -> id.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(ids).hasSizeGreaterThan(10).allSatisfy(id -> assertThat(html).contains("id=\"" + id + "\""));
    }
}
