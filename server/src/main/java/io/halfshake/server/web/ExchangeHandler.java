package io.halfshake.server.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Brings a request of the JDK's server to its handler, and the response back. */
final class ExchangeHandler implements HttpHandler {
    private static final System.Logger LOG = System.getLogger("io.halfshake");

    private final Router router;
    private final Running running;
    private final Executor executor;
    private final ClientAddresses clients;

    /** The executor's threads may wait for the network. */
    ExchangeHandler(Router router, Running running, Executor executor, ClientAddresses clients) {
        this.router = router;
        this.running = running;
        this.executor = executor;
        this.clients = clients;
    }

    @Override
    public void handle(HttpExchange exchange) {
        CompletableFuture<Response> answer;
        if (running.begin()) {
            answer = answer(exchange);
        } else {
            answer = CompletableFuture.completedFuture(
                    Response.text(503, "stopping").withHeader("Connection", "close"));
        }
        // The thread that completes it later may be one of the checker's.
        Executor where = answer.isDone() ? Runnable::run : task -> execute(exchange, task);
        CompletableFuture<Response> unused =
                answer.whenCompleteAsync((response, failure) -> send(exchange, response, failure), where);
    }

    private void execute(HttpExchange exchange, Runnable task) {
        try {
            executor.execute(task);
        } catch (RuntimeException | Error e) {
            // There is no thread to write on. A server that has stopped has cut the connection off.
            Level level = e instanceof RejectedExecutionException ? Level.DEBUG : Level.ERROR;
            LOG.log(level, "web: response not sent", e);
            try (exchange) {
                running.end();
            }
        }
    }

    private CompletableFuture<Response> answer(HttpExchange exchange) {
        try {
            return Objects.requireNonNull(
                    router.answer(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            exchange.getRequestHeaders(),
                            clients.clientOf(exchange.getRemoteAddress())),
                    "a handler's response");
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void send(HttpExchange exchange, @Nullable Response response, @Nullable Throwable failure) {
        boolean taken = false;
        try {
            if (response == null) {
                ResponseWriter.write(exchange, refusal(exchange, failure));
            } else if (response.streaming() != null
                    && !exchange.getRequestMethod().equals("HEAD")) {
                taken = isTaken(exchange, response, response.streaming());
            } else {
                write(exchange, response);
            }
        } catch (RuntimeException | Error e) {
            // The connection is closed without a response. No caller could do more.
            LOG.log(Level.ERROR, "web: response failed", e);
        } finally {
            if (!taken) {
                exchange.close();
            }
            running.end();
        }
    }

    /** Whether the exchange has an owner now, who closes it. */
    private static boolean isTaken(HttpExchange exchange, Response response, Streaming streaming) {
        try {
            streaming.begin(new ExchangeStream(exchange, response));
            return true;
        } catch (RuntimeException e) {
            ResponseWriter.write(exchange, refusal(exchange, e));
            return false;
        }
    }

    /** A body that fails has been refused before anything was sent. */
    private static void write(HttpExchange exchange, Response response) {
        try {
            ResponseWriter.write(exchange, response);
        } catch (RuntimeException e) {
            ResponseWriter.write(exchange, refusal(exchange, e));
        }
    }

    private static Response refusal(HttpExchange exchange, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RequestException refused) {
            return Response.text(refused.status(), String.valueOf(refused.getMessage()));
        }
        LOG.log(
                Level.WARNING,
                "web: no response to "
                        + RequestException.shown(
                                String.valueOf(exchange.getRequestURI().getRawPath())),
                cause);
        return Response.text(500, "internal error: the log has the details");
    }
}
