package io.halfshake.server.page;

import io.halfshake.server.web.Handler;
import io.halfshake.server.web.Request;
import io.halfshake.server.web.Response;
import io.halfshake.server.web.StaticPage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** The files of the page. */
public final class PageFiles {
    static final List<String> SCRIPTS = List.of(
            "page.js",
            "live.js",
            "cluster.js",
            "order.js",
            "rows.js",
            "details.js",
            "heat.js",
            "history.js",
            "plot.js",
            "marks.js",
            "words.js");

    /** What draws plots, in files of others. */
    static final String LIBRARY = "uplot/uPlot-1.6.32";

    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
    private static final String CSS = "text/css; charset=utf-8";

    private PageFiles() {}

    /**
     * The files by path.
     *
     * @param index what {@code /} answers those that do not ask for HTML, such as {@code curl}
     * @return for {@link io.halfshake.server.web.WebServer}
     */
    public static Map<String, Handler> pages(String index) {
        StaticPage html = file("index.html", "text/html; charset=utf-8");
        Map<String, Handler> pages = new TreeMap<>();
        pages.put("/", request -> index(request, html, index));
        put(pages, "page.css", CSS);
        put(pages, "icon.svg", "image/svg+xml");
        SCRIPTS.forEach(script -> put(pages, script, JAVASCRIPT));
        put(pages, LIBRARY + ".iife.min.js", JAVASCRIPT);
        put(pages, LIBRARY + ".min.css", CSS);
        put(pages, LIBRARY + ".LICENSE.txt", "text/plain; charset=utf-8");
        return pages;
    }

    private static void put(Map<String, Handler> pages, String name, String contentType) {
        pages.put("/" + name, file(name, contentType));
    }

    private static StaticPage file(String name, String contentType) {
        return StaticPage.of(PageFiles.class, name, contentType);
    }

    private static CompletableFuture<Response> index(Request request, StaticPage html, String text) {
        CompletableFuture<Response> response = request.accepts("text/html")
                ? html.handle(request)
                : CompletableFuture.completedFuture(Response.text(200, text));
        // To what is compressed, the server adds the encoding itself.
        return response.thenApply(
                each -> each.withHeader("Vary", each.status() == 304 ? "Accept, Accept-Encoding" : "Accept"));
    }
}
