package io.halfshake.testing;

import io.halfshake.CheckerBuilder;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/**
 * The rules that every engine must keep, as a JUnit suite. To run it against an engine, extend it:
 *
 * <pre>{@code
 * class MyEngineContractTest extends CheckerContract {
 *     @Override
 *     protected CheckerBuilder builder() {
 *         return Checker.builder().engine(new MyEngineProvider());
 *     }
 * }
 * }</pre>
 *
 * <p>Each rule builds a checker of its own and proves itself on real sockets of the loopback interface; no rule needs
 * privileges or another network. Rules that cannot be tested on this machine or engine are skipped, with the reason.
 * They may run in parallel, and no rule demands more speed than a busy machine has. Needs JUnit Jupiter and AssertJ.
 */
@Timeout(600)
@SuppressWarnings("exports") // A class that extends this has JUnit; other users do not need it.
public abstract class CheckerContract {
    /** For subclasses. */
    protected CheckerContract() {}

    /**
     * A new builder with the engine under test chosen. Rules set budget, resolver and callback executor themselves.
     *
     * @return a new builder
     */
    protected abstract CheckerBuilder builder();

    /**
     * Whether the engine asks TCP ports. One that asks only whether a host is there, by ICMP echo say, cannot be
     * refused and has no silence on loopback: rules about both are skipped.
     *
     * @return true unless overridden
     */
    protected boolean hasPorts() {
        return true;
    }

    /**
     * Whether a thread belongs to a checker with this engine, and so must end with it.
     *
     * @param name the thread's name
     * @return unless overridden, whether it begins with {@code halfshake-}
     */
    protected boolean ownsThread(String name) {
        return name.startsWith("halfshake-");
    }

    /** How long the threads of a checker that was closed may take to end: no promise, only the end of waiting. */
    Duration threadEndTimeout() {
        return Rules.LATENESS;
    }

    /**
     * How many checks of a closed port in the ephemeral range the engine makes, so that the kernel may connect a socket
     * to itself. About one in 14,000 does.
     *
     * @return 20,000 unless overridden
     */
    protected int selfConnectAttempts() {
        return 20_000;
    }

    @Nested
    @DisplayName("What a check finds")
    class Verdicts extends VerdictRules {
        Verdicts() {
            super(CheckerContract.this);
        }
    }

    @Nested
    @DisplayName("What must not be mistaken for an answer")
    class Confusion extends ConfusionRules {
        Confusion() {
            super(CheckerContract.this);
        }
    }

    @Nested
    @DisplayName("What the server sees")
    class Handshakes extends HandshakeRules {
        Handshakes() {
            super(CheckerContract.this);
        }
    }

    @Nested
    @DisplayName("How a name is resolved")
    class Resolution extends ResolutionRules {
        Resolution() {
            super(CheckerContract.this);
        }
    }

    @Nested
    @DisplayName("When there is more to check than the budget allows")
    class Budget extends BudgetRules {
        Budget() {
            super(CheckerContract.this);
        }
    }

    @Nested
    @DisplayName("Where callbacks run")
    class Callbacks extends CallbackRules {
        Callbacks() {
            super(CheckerContract.this);
        }
    }

    @Nested
    @DisplayName("How a check ends early")
    class Endings extends EndingRules {
        Endings() {
            super(CheckerContract.this);
        }
    }

    @Nested
    @DisplayName("What throws as misuse")
    class Misuse extends MisuseRules {
        Misuse() {
            super(CheckerContract.this);
        }
    }
}
