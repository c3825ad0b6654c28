package io.halfshake.diagnosis;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.EngineReport;
import io.halfshake.Target;
import io.halfshake.UnknownReason;
import io.halfshake.internal.CheckerReturns;
import io.halfshake.internal.HungChecks;
import io.halfshake.internal.StoppableFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The questions of one diagnosis and their answers, as they come in. What asks is one thread at a time: the caller, and
 * then whichever completes the last answer to what was asked before.
 */
final class DiagnosisFuture extends StoppableFuture<Diagnosis> {
    private final Checker checker;
    private final @Nullable Checker echo;
    private final String text;
    private final Target target;
    private final @Nullable InetAddress literal;
    private final long timeoutNanos;
    private final DiagnosisTime time;
    private final long begun;
    private final Deque<Integer> closedPorts;
    private final List<DiagnosisCheck> questions = new CopyOnWriteArrayList<>();
    private volatile @Nullable Runnable withdrawTimer;

    DiagnosisFuture(Checker checker, @Nullable Checker echo, String text, long timeoutNanos, DiagnosisTime time) {
        this.checker = checker;
        this.echo = echo;
        this.text = text;
        this.target = Target.parseHost(text);
        this.literal = target.literal();
        this.timeoutNanos = timeoutNanos;
        this.time = time;
        this.begun = time.nanoTime();
        this.closedPorts = ClosedPorts.choose(target.port(), time::random);
    }

    /** Asks what can be asked at once. Throws what a checker throws at misuse; then nothing is being asked. */
    void begin() {
        try {
            ask();
            if (!isDone()) {
                startTimer();
            }
        } catch (Throwable e) {
            completeExceptionally(e);
            throw e;
        }
    }

    private void startTimer() {
        long nanos = timeoutNanos + HungChecks.GRACE_NANOS;
        Runnable withdraw = time.later(nanos, () -> orFail(() -> stop(UnknownReason.STALLED)));
        withdrawTimer = withdraw;
        if (isDone()) {
            withdraw.run();
        }
    }

    /** However the diagnosis completes: cancels the checks without a result. */
    @Override
    protected void stopWork() {
        questions.forEach(check -> check.check().cancel(true));
        Runnable withdraw = withdrawTimer;
        if (withdraw != null) {
            withdraw.run();
        }
    }

    private void ask() {
        if (literal == null) {
            // Half of the timeout, so that as much is left for the address that it finds, however silent that is.
            askByName(Math.max(1, timeoutNanos / 2));
            whenAnswered(this::follow);
        } else {
            if (target.port() != 0) {
                askByName(timeoutNanos);
            }
            askHost(literal, timeoutNanos);
            whenAnswered(this::finish);
        }
    }

    /** Waits. An interrupt ends the diagnosis with the answers so far, and sets the thread's flag again. */
    Diagnosis await() {
        try {
            return get();
        } catch (InterruptedException e) {
            stop(UnknownReason.INTERRUPTED);
            Thread.currentThread().interrupt();
            return join();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new CompletionException(e.getCause());
        }
    }

    private void askByName(long nanos) {
        boolean hasPort = target.port() != 0;
        String asked = hasPort ? text : new Target(target.host(), closedPorts.remove()).toString();
        CompletableFuture<CheckResult> check = CheckerReturns.require(
                checker.checkAddrAsync(asked, Duration.ofNanos(nanos)), "checkAddrAsync", "a future");
        asked(hasPort ? DiagnosisCheck.Subject.SERVICE : DiagnosisCheck.Subject.CLOSED_PORT, asked, null, check);
    }

    /** Asks all that was not asked yet. */
    private void askHost(InetAddress host, long nanos) {
        Duration timeout = Duration.ofNanos(nanos);
        while (!closedPorts.isEmpty()) {
            InetSocketAddress address = new InetSocketAddress(host, closedPorts.remove());
            CompletableFuture<CheckResult> check =
                    CheckerReturns.require(checker.checkAsync(address, timeout), "checkAsync", "a future");
            asked(DiagnosisCheck.Subject.CLOSED_PORT, Target.of(address).toString(), address, check);
        }
        if (echo != null) {
            String asked = DiagnosisText.literal(host);
            CompletableFuture<CheckResult> check =
                    CheckerReturns.require(echo.checkAddrAsync(asked, timeout), "checkAddrAsync", "a future");
            asked(DiagnosisCheck.Subject.ECHO, asked, new InetSocketAddress(host, 0), check);
        }
    }

    private void asked(
            DiagnosisCheck.Subject subject,
            String asked,
            @Nullable InetSocketAddress address,
            CompletableFuture<CheckResult> check) {
        questions.add(new DiagnosisCheck(subject, asked, address, time.nanoTime(), check));
        if (isDone()) {
            check.cancel(true);
        }
    }

    private void whenAnswered(Runnable next) {
        CompletableFuture<?>[] checks =
                questions.stream().map(DiagnosisCheck::check).toArray(CompletableFuture<?>[]::new);
        var unused = CompletableFuture.allOf(checks).whenComplete((nothing, error) -> orFail(next));
    }

    /** What is thrown on a thread of others fails the future. */
    private void orFail(Runnable step) {
        try {
            step.run();
        } catch (CompletionException e) {
            completeExceptionally(e.getCause() == null ? e : e.getCause());
        } catch (Throwable e) {
            // Also a checked exception, which other languages for the JVM throw without declaring it.
            completeExceptionally(e);
        }
    }

    /** The first answer has found the address: of a name with several, no other is asked. */
    private void follow() {
        CheckResult first = questions.get(0).answer();
        InetAddress host = address(first);
        long left = timeoutNanos - (time.nanoTime() - begun);
        if (host == null || left <= 0 || isOver(first)) {
            finish();
        } else {
            askHost(host, left);
            whenAnswered(this::finish);
        }
    }

    private static boolean isOver(CheckResult result) {
        return result instanceof CheckResult.Unknown unknown
                && (unknown.reason() == UnknownReason.INTERRUPTED || unknown.reason() == UnknownReason.CHECKER_CLOSED);
    }

    private static @Nullable InetAddress address(CheckResult result) {
        InetSocketAddress address = result.address();
        return address == null ? null : address.getAddress();
    }

    private void finish() {
        completeWith(DiagnosisCheck::answer);
    }

    /** Ends it with the answers so far. */
    private void stop(UnknownReason reason) {
        long now = time.nanoTime();
        completeWith(check -> check.hasAnswer() ? check.answer() : check.unanswered(reason, engineOf(check), now));
    }

    private String engineOf(DiagnosisCheck check) {
        Checker asked = check.subject() == DiagnosisCheck.Subject.ECHO && echo != null ? echo : checker;
        EngineReport engine = asked.engine();
        return engine == null ? "unknown" : engine.name();
    }

    private void completeWith(Function<DiagnosisCheck, CheckResult> answers) {
        InetAddress address = literal;
        CheckResult service = null;
        CheckResult echoed = null;
        List<CheckResult> closed = new ArrayList<>();
        for (DiagnosisCheck check : questions) {
            CheckResult answer = answers.apply(check);
            address = address == null ? address(answer) : address;
            switch (check.subject()) {
                case SERVICE -> service = answer;
                case CLOSED_PORT -> closed.add(answer);
                case ECHO -> echoed = answer;
            }
        }
        complete(Diagnosis.of(text, address, service, closed, echoed));
    }
}
