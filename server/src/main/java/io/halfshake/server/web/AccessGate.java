package io.halfshake.server.web;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers those requests only that come with the credentials, if there are any. Hashes of passwords are computed one at
 * a time: clients who try out passwords get one processor, and no thread of the server waits for it.
 */
final class AccessGate implements AutoCloseable {
    static final int MAX_WAITING = 16;

    private static final long IDLE_SECONDS = 10;

    private final ExecutorService hashing;
    private volatile @Nullable Credentials credentials;

    AccessGate(@Nullable Credentials credentials) {
        this(credentials, oneThread());
    }

    /** The executor refuses what is too much for it. */
    AccessGate(@Nullable Credentials credentials, ExecutorService hashing) {
        this.credentials = credentials;
        this.hashing = hashing;
    }

    private static ExecutorService oneThread() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), task -> {
                    Thread thread = new Thread(task, "halfshake-web-auth");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** For the requests from now on. What equals the present ones keeps the password that it has found right. */
    void configure(@Nullable Credentials next) {
        if (next == null || !next.equals(credentials)) {
            credentials = next;
        }
    }

    /** The answer, which is made where the credentials are right, or status 401. */
    CompletableFuture<Response> guard(Request request, Supplier<CompletableFuture<Response>> answer) {
        Credentials accepted = credentials;
        if (accepted == null) {
            return answer.get();
        }
        String authorization = request.header("Authorization");
        return switch (accepted.check(authorization)) {
            case RIGHT -> answer.get();
            case WRONG -> CompletableFuture.completedFuture(refusal(accepted));
            case UNDECIDED ->
                isRightByHash(accepted, authorization)
                        .thenCompose(
                                right -> right ? answer.get() : CompletableFuture.completedFuture(refusal(accepted)));
        };
    }

    private CompletableFuture<Boolean> isRightByHash(Credentials accepted, @Nullable String authorization) {
        try {
            return CompletableFuture.supplyAsync(() -> accepted.isRightByHash(authorization), hashing);
        } catch (RejectedExecutionException e) {
            throw new RequestException(503, "passwords: " + MAX_WAITING + " are being checked (expected fewer)");
        }
    }

    private static Response refusal(Credentials accepted) {
        return Response.text(401, "Authorization: missing or wrong (expected the credentials of web.auth)")
                .withHeader("WWW-Authenticate", accepted.challenge());
    }

    /** What is being computed is completed. */
    @Override
    public void close() {
        hashing.shutdown();
    }
}
