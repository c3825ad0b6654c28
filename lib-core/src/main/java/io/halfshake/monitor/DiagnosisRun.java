package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Target;
import io.halfshake.UnknownReason;
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
final class DiagnosisRun {
    /** However it completes, the questions without an answer are cancelled. */
    final CompletableFuture<Diagnosis> diagnosis = new CompletableFuture<>();

    private final Checker checker;
    private final @Nullable Checker echo;
    private final String text;
    private final Target target;
    private final @Nullable InetAddress literal;
    private final long timeoutNanos;
    private final DiagnosisTime time;
    private final long begun;
    private final Deque<Integer> closedPorts;
    private final List<Question> questions = new CopyOnWriteArrayList<>();

    DiagnosisRun(Checker checker, @Nullable Checker echo, String text, long timeoutNanos, DiagnosisTime time) {
        this.checker = checker;
        this.echo = echo;
        this.text = text;
        this.target = Target.parseHost(text);
        this.literal = LiteralHost.address(target.host());
        this.timeoutNanos = timeoutNanos;
        this.time = time;
        this.begun = time.nanoTime();
        this.closedPorts = ClosedPorts.choose(target.port(), time::random);
    }

    /** Asks what can be asked at once. Throws what a checker throws at misuse. */
    void begin() {
        var unused = diagnosis.whenComplete((result, error) ->
                questions.forEach(question -> question.check().cancel(true)));
        try {
            ask();
        } catch (RuntimeException | Error e) {
            diagnosis.completeExceptionally(e);
            throw e;
        }
        limitPatience();
    }

    private void limitPatience() {
        Runnable withdraw = time.later(timeoutNanos + Patience.NANOS, () -> stop(UnknownReason.STALLED));
        var unused = diagnosis.whenComplete((result, error) -> withdraw.run());
    }

    private void ask() {
        if (literal == null) {
            // Half of the timeout, so that as much is left for the address that it finds, be that ever so silent.
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

    /** Waits. An interrupt ends it with the answers so far, and the thread's flag is set again. */
    Diagnosis await() {
        try {
            return diagnosis.get();
        } catch (InterruptedException e) {
            stop(UnknownReason.INTERRUPTED);
            Thread.currentThread().interrupt();
            return diagnosis.join();
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
        CompletableFuture<CheckResult> check = checker.checkAddrAsync(asked, Duration.ofNanos(nanos));
        asked(hasPort ? Question.Subject.SERVICE : Question.Subject.CLOSED_PORT, asked, null, check);
    }

    /** Asks all that was not asked yet. */
    private void askHost(InetAddress host, long nanos) {
        Duration timeout = Duration.ofNanos(nanos);
        while (!closedPorts.isEmpty()) {
            InetSocketAddress address = new InetSocketAddress(host, closedPorts.remove());
            CompletableFuture<CheckResult> check = checker.checkAsync(address, timeout);
            asked(Question.Subject.CLOSED_PORT, Target.of(address).toString(), address, check);
        }
        if (echo != null) {
            String asked = DiagnosisText.literal(host);
            CompletableFuture<CheckResult> check = echo.checkAddrAsync(asked, timeout);
            asked(Question.Subject.ECHO, asked, new InetSocketAddress(host, 0), check);
        }
    }

    private void asked(
            Question.Subject subject,
            String asked,
            @Nullable InetSocketAddress address,
            CompletableFuture<CheckResult> check) {
        questions.add(new Question(subject, asked, address, time.nanoTime(), check));
        if (diagnosis.isDone()) {
            check.cancel(true);
        }
    }

    private void whenAnswered(Runnable next) {
        CompletableFuture<?>[] checks = questions.stream().map(Question::check).toArray(CompletableFuture<?>[]::new);
        var unused = CompletableFuture.allOf(checks).whenComplete((nothing, error) -> {
            try {
                next.run();
            } catch (CompletionException e) {
                diagnosis.completeExceptionally(e.getCause() == null ? e : e.getCause());
            } catch (RuntimeException | Error e) {
                diagnosis.completeExceptionally(e);
            }
        });
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
        complete(Question::answer);
    }

    /** Ends it with the answers so far. */
    private void stop(UnknownReason reason) {
        long now = time.nanoTime();
        complete(question ->
                question.hasAnswer() ? question.answer() : question.unanswered(reason, engineOf(question), now));
    }

    private String engineOf(Question question) {
        Checker asked = question.subject() == Question.Subject.ECHO && echo != null ? echo : checker;
        return asked.engine().engine();
    }

    private void complete(Function<Question, CheckResult> answers) {
        InetAddress address = literal;
        CheckResult service = null;
        CheckResult echoed = null;
        List<CheckResult> closed = new ArrayList<>();
        for (Question question : questions) {
            CheckResult answer = answers.apply(question);
            address = address == null ? address(answer) : address;
            switch (question.subject()) {
                case SERVICE -> service = answer;
                case CLOSED_PORT -> closed.add(answer);
                case ECHO -> echoed = answer;
            }
        }
        diagnosis.complete(Diagnosis.of(text, address, service, closed, echoed));
    }
}
