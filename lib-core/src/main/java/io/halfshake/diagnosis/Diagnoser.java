package io.halfshake.diagnosis;

import io.halfshake.Checker;
import io.halfshake.EngineReport;
import io.halfshake.UnknownReason;
import io.halfshake.internal.Arguments;
import io.halfshake.internal.Durations;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Tells a service that is down from a server that is down, by checking more than the one port.
 *
 * <pre>{@code
 * Diagnoser diagnoser = Diagnoser.of(checker).withEcho(echoChecker);
 * Diagnosis diagnosis = diagnoser.diagnose("db:5432", Duration.ofSeconds(2));
 * System.out.println(diagnosis.describe());
 * }</pre>
 *
 * <h2>Behaviour</h2>
 *
 * It checks the port, two ports of the same host on which nothing should listen, and the host by ICMP echo where there
 * is a checker for it. {@link DiagnosisVerdict} says what their results mean together. The two ports are chosen at
 * random from 29170 to 29899: a firewall may take that for the beginning of a port scan.
 *
 * <p>For an address, all checks start at once, each with the whole timeout. For a name, the port is checked first, with
 * half of the timeout; the other checks then go to the address that this result is about, with the time that is left.
 * So one diagnosis never mixes the addresses of a name: it takes the one whose answer said most, and says nothing about
 * the others. A dead neighbour on the same link is silent for 3 s before the network calls it unreachable: with a
 * shorter timeout it is silence.
 *
 * <p>It ends within the timeout, as {@link Checker} understands that. If a checker hangs for half a second longer, the
 * missing results are Unknown with {@link UnknownReason#STALLED}.
 *
 * <p>Immutable: {@link #withEcho} returns a copy. The checkers may be shared, and are not closed here.
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
     * @param checker checks the ports
     * @return a diagnoser
     * @throws IllegalArgumentException if the checker's engine checks hosts and not ports
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
     * @throws IllegalArgumentException if the checker's engine checks ports and not hosts
     */
    public Diagnoser withEcho(Checker checker) {
        requireAsksHosts(checker, "echo", true, "an engine that asks hosts");
        return new Diagnoser(this.checker, checker);
    }

    private static void requireAsksHosts(Checker checker, String name, boolean asksHosts, String rule) {
        Objects.requireNonNull(checker, name);
        // An unstubbed mock has no engine; ports are checked by default.
        EngineReport engine = checker.engine();
        boolean found = engine != null && engine.asksHosts();
        Arguments.require(found == asksHosts, name, engine == null ? "no engine" : engine.name(), rule);
    }

    /**
     * Checks, and waits for the results. If the waiting thread is interrupted, checks without a result are Unknown with
     * {@link UnknownReason#INTERRUPTED}, and the thread's flag is set again.
     *
     * @param target host, or host and port, as {@link io.halfshake.Target#parseHost} reads it
     * @param timeout for all of it, more than zero
     * @return what was found
     * @throws IllegalArgumentException if the text is no target, or the timeout zero or less
     * @throws IllegalStateException if a checker is closed, or returns null or a future of it
     */
    public Diagnosis diagnose(String target, Duration timeout) {
        return start(target, timeout, DiagnosisTime.SYSTEM).await();
    }

    /**
     * Checks. The diagnosis completes on a thread of a checker's callback executor, or of the library where a checker
     * hangs.
     *
     * @param target host, or host and port, as {@link io.halfshake.Target#parseHost} reads it
     * @param timeout for all of it, more than zero
     * @return a future that completes with what was found, and exceptionally only if it is cancelled, or if a checker
     *     throws, is closed, or returns null or a future of it meanwhile. Completing it from outside, by cancelling
     *     above all, cancels the checks
     * @throws IllegalArgumentException if the text is no target, or the timeout zero or less
     * @throws IllegalStateException if a checker is closed, or returns null, at once
     */
    public CompletableFuture<Diagnosis> diagnoseAsync(String target, Duration timeout) {
        return diagnoseAsync(target, timeout, DiagnosisTime.SYSTEM);
    }

    CompletableFuture<Diagnosis> diagnoseAsync(String target, Duration timeout, DiagnosisTime time) {
        return start(target, timeout, time);
    }

    private DiagnosisFuture start(String target, Duration timeout, DiagnosisTime time) {
        Objects.requireNonNull(target, "target");
        Durations.requirePositive("timeout", timeout);
        DiagnosisFuture run = new DiagnosisFuture(checker, echo, target, Durations.nanos(timeout), time);
        run.begin();
        return run;
    }
}
