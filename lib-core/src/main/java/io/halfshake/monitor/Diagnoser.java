package io.halfshake.monitor;

import io.halfshake.Checker;
import io.halfshake.UnknownReason;
import io.halfshake.internal.Arguments;
import io.halfshake.internal.Durations;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Tells a service that is down from a server that is down, by asking more than the one port.
 *
 * <pre>{@code
 * Diagnoser diagnoser = Diagnoser.of(checker).echo(echoChecker);
 * Diagnosis diagnosis = diagnoser.diagnose("db:5432", Duration.ofSeconds(2));
 * System.out.println(diagnosis.describe());
 * }</pre>
 *
 * <h2>Behaviour</h2>
 *
 * Asked are the port, two ports of the same host on which nothing should listen, and the host by ICMP echo where there
 * is a checker for it. {@link Verdict} says what their answers mean together. The two ports are others each time, from
 * 29170 to 29899: a firewall may take that for the beginning of a port scan.
 *
 * <p>Of an address everything is asked at once, each question with the whole timeout. A name goes first to the checker,
 * with the port asked about and half of the timeout; the other questions then go to the very address that this answer
 * came from, or that stayed silent, with the time that is left. So one diagnosis never mixes the addresses of a name
 * with several, and where it takes the one whose answer said most, it says nothing about the others. A dead neighbour
 * on the same link is silent for 3 s before the network calls it unreachable: with a shorter timeout it is silence.
 *
 * <p>It ends within the timeout, as {@link Checker} understands that. A checker that hangs nevertheless is waited for
 * half a second longer; its answers are then Unknown with {@link UnknownReason#STALLED}.
 *
 * <p>Immutable: {@link #echo} gives a copy. The checkers may be shared, and are not closed here.
 */
public final class Diagnoser {
    private final Checker checker;
    private final @Nullable Checker echo;

    private Diagnoser(Checker checker, @Nullable Checker echo) {
        this.checker = checker;
        this.echo = echo;
    }

    /**
     * A diagnoser that sends no echo requests. It cannot tell a dead host from a firewall that drops everything.
     *
     * @param checker asks the ports
     * @return a diagnoser
     * @throws IllegalArgumentException if the checker's engine asks hosts and not ports
     */
    public static Diagnoser of(Checker checker) {
        requireAsksHosts(checker, "checker", false, "an engine that asks ports");
        return new Diagnoser(checker, null);
    }

    /**
     * Also sends echo requests.
     *
     * @param checker such as one with the engine {@code echo} of {@code halfshake-linux}
     * @return a copy
     * @throws IllegalArgumentException if the checker's engine asks ports and not hosts
     */
    public Diagnoser echo(Checker checker) {
        requireAsksHosts(checker, "echo", true, "an engine that asks hosts");
        return new Diagnoser(this.checker, checker);
    }

    private static void requireAsksHosts(Checker checker, String name, boolean asksHosts, String rule) {
        Objects.requireNonNull(checker, name);
        String engine = checker.engine().engine();
        Arguments.require(checker.engine().asksHosts() == asksHosts, name, engine, rule);
    }

    /**
     * Asks, and waits for the answers. If the waiting thread is interrupted, what has no answer yet is Unknown with
     * {@link UnknownReason#INTERRUPTED}, and the thread's flag is set again.
     *
     * @param target host, or host and port, as {@link io.halfshake.Target#parseHost} reads it
     * @param timeout for all of it, more than zero
     * @return what was found
     * @throws IllegalArgumentException if the target is none, or the timeout zero or less
     * @throws IllegalStateException if a checker is closed
     */
    public Diagnosis diagnose(String target, Duration timeout) {
        return start(target, timeout, DiagnosisTime.SYSTEM).await();
    }

    /**
     * Asks. The diagnosis completes on a thread of a checker's callback executor, or of the JDK's common pool where a
     * checker hangs.
     *
     * @param target host, or host and port, as {@link io.halfshake.Target#parseHost} reads it
     * @param timeout for all of it, more than zero
     * @return a future that completes with what was found, and exceptionally only if it is cancelled, or if a checker
     *     throws or is closed meanwhile. Completing it from outside, by cancelling above all, cancels the checks
     * @throws IllegalArgumentException if the target is none, or the timeout zero or less
     * @throws IllegalStateException if a checker is closed
     */
    public CompletableFuture<Diagnosis> diagnoseAsync(String target, Duration timeout) {
        return diagnoseAsync(target, timeout, DiagnosisTime.SYSTEM);
    }

    CompletableFuture<Diagnosis> diagnoseAsync(String target, Duration timeout, DiagnosisTime time) {
        return start(target, timeout, time).diagnosis;
    }

    private DiagnosisRun start(String target, Duration timeout, DiagnosisTime time) {
        Objects.requireNonNull(target, "target");
        Durations.requirePositive("timeout", timeout);
        DiagnosisRun run = new DiagnosisRun(checker, echo, target, Durations.nanos(timeout), time);
        run.begin();
        return run;
    }
}
