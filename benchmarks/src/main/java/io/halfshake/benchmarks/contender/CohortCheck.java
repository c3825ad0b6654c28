package io.halfshake.benchmarks.contender;

import com.sksamuel.cohort.HealthCheckResult;
import com.sksamuel.cohort.TcpHealthCheck;
import io.halfshake.benchmarks.workload.Expected;
import java.lang.reflect.Constructor;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import kotlin.ResultKt;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlin.jvm.internal.DefaultConstructorMarker;
import kotlin.time.DurationKt;
import kotlin.time.DurationUnit;

/**
 * Cohort's {@code TcpHealthCheck}. Its check suspends only to close the socket, on another thread; while connecting it
 * blocks the calling one.
 */
final class CohortCheck implements BlockingCheck {
    private final Constructor<TcpHealthCheck> constructor;

    CohortCheck() {
        try {
            // Kotlin hides a constructor that takes a Duration from Java's compiler.
            constructor = TcpHealthCheck.class.getConstructor(
                    String.class, int.class, long.class, DefaultConstructorMarker.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("TcpHealthCheck: another constructor than in 1.7.3", e);
        }
    }

    @Override
    public Expected check(InetSocketAddress target, int timeoutMillis) throws Exception {
        long timeout = DurationKt.toDuration(timeoutMillis, DurationUnit.MILLISECONDS);
        TcpHealthCheck check =
                constructor.newInstance(target.getAddress().getHostAddress(), target.getPort(), timeout, null);
        Waiting waiting = new Waiting();
        Object answer = check.check(waiting);
        HealthCheckResult result =
                (HealthCheckResult) (answer == IntrinsicsKt.getCOROUTINE_SUSPENDED() ? waiting.answer.get() : answer);
        if (result.isHealthy()) {
            return Expected.UP;
        } else if (result.getCause() instanceof SocketTimeoutException) {
            return Expected.SILENT;
        } else if (result.getCause() instanceof ConnectException) {
            return Expected.REFUSED;
        }
        throw new IllegalStateException(result.getMessage(), result.getCause());
    }

    /** The result of a check that continues on another thread. */
    private static final class Waiting implements Continuation<HealthCheckResult> {
        private final CompletableFuture<Object> answer = new CompletableFuture<>();

        @Override
        public CoroutineContext getContext() {
            return EmptyCoroutineContext.INSTANCE;
        }

        @Override
        public void resumeWith(Object result) {
            try {
                ResultKt.throwOnFailure(result);
                answer.complete(result);
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
        }
    }
}
