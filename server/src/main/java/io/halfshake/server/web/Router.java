package io.halfshake.server.web;

import java.net.InetAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the handler for a request, or says why there is none. */
final class Router {
    private static final int MAX_TARGET = 8_192;

    private final Map<String, Handler> pages;
    private final Map<PathTemplate, Handler> templates = new LinkedHashMap<>();
    private final AccessGate gate;

    Router(Map<String, Handler> pages, AccessGate gate) {
        this.pages = new TreeMap<>(pages);
        this.gate = gate;
        this.pages.forEach((path, page) -> {
            PathTemplate template = PathTemplate.parse(path);
            if (template != null) {
                templates.put(template, page);
            }
        });
    }

    /** May throw what a handler throws, and {@link RequestException}. */
    CompletableFuture<Response> answer(
            String method, URI target, Map<String, List<String>> headers, @Nullable InetAddress client) {
        requireForm(target);
        String path = target.getRawPath();
        Handler page = find(path);
        Request request = new Request(path, target.getRawQuery(), headers, client);
        return page == null || page.isRestricted()
                ? gate.guard(request, () -> answer(page, method, request))
                : answer(page, method, request);
    }

    private CompletableFuture<Response> answer(@Nullable Handler page, String method, Request request) {
        if (page == null) {
            throw RequestException.of(404, "path", request.path(), "one of " + named());
        }
        List<String> allowed = page.isAction() ? List.of("POST") : List.of("GET", "HEAD");
        if (!allowed.contains(method)) {
            String text =
                    "method: " + RequestException.shown(method) + " (expected " + String.join(" or ", allowed) + ")";
            return CompletableFuture.completedFuture(
                    Response.text(405, text).withHeader("Allow", String.join(", ", allowed)));
        }
        if (page.isAction()) {
            requireOwnOrigin(request);
        }
        return page.handle(request);
    }

    /** All but the files of a page, which only its HTML names. */
    private String named() {
        return pages.entrySet().stream()
                .filter(each -> !(each.getValue() instanceof StaticPage))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }

    /** A browser sends a foreign page's {@code POST}, too, and names the page's origin (RFC 6454). */
    private static void requireOwnOrigin(Request request) {
        String origin = request.header("Origin");
        String host = request.header("Host");
        if (origin != null
                && !origin.equalsIgnoreCase("http://" + host)
                && !origin.equalsIgnoreCase("https://" + host)) {
            throw RequestException.of(
                    403, "Origin", origin, "none, or http:// or https:// and the value of the header Host");
        }
    }

    /** A path that is there exactly comes before one with a parameter. */
    private @Nullable Handler find(String path) {
        // A URI has no braces, so that no template is found by its own text.
        Handler exact = pages.get(path);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<PathTemplate, Handler> each : templates.entrySet()) {
            if (each.getKey().match(path) != null) {
                return each.getValue();
            }
        }
        return null;
    }

    /** RFC 9112, section 3.2: a path, or in a request to a proxy a whole URI. To the JDK, {@code //a/b} is host a. */
    private static void requireForm(URI target) {
        int length = target.toString().length();
        if (length > MAX_TARGET) {
            throw new RequestException(
                    414, "request target: " + length + " characters (expected at most " + MAX_TARGET + ")");
        }
        boolean web = "http".equalsIgnoreCase(target.getScheme()) || "https".equalsIgnoreCase(target.getScheme());
        boolean absolute = web && target.getRawAuthority() != null;
        boolean origin = target.getScheme() == null && target.getRawAuthority() == null;
        if (!absolute && !origin) {
            throw RequestException.of(400, "request target", target.toString(), "a path such as /metrics");
        }
    }
}
