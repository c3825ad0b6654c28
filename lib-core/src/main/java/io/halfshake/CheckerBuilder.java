package io.halfshake;

import io.halfshake.internal.Arguments;
import io.halfshake.spi.EngineProvider;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Sets up a {@link Checker}. Not safe for use by several threads at once; one builder can build several checkers. */
public final class CheckerBuilder {
    /** Enough for thousands of answering targets a second; silent ones hold their place for a whole timeout. */
    static final int DEFAULT_MAX_IN_FLIGHT = 1_000;

    private static final int LARGEST_MAX_IN_FLIGHT = 1_000_000;

    private EngineChoice choice = EngineChoice.best();
    private boolean requireHalfOpen;
    private int maxInFlight = DEFAULT_MAX_IN_FLIGHT;
    private boolean maxInFlightWasSet;
    private @Nullable Executor callbackExecutor;
    private @Nullable Resolver resolver;
    private AddressPolicy addressPolicy = AddressPolicy.ANY;
    private Resend resend = Resend.halfway();

    CheckerBuilder() {}

    /**
     * Uses the engine of this name and no other.
     *
     * @param name such as {@code connect}; {@link Checker#engines()} lists them
     * @return this
     */
    public CheckerBuilder engine(String name) {
        choice = EngineChoice.named(Objects.requireNonNull(name, "name"));
        return this;
    }

    /**
     * Uses this engine and no other.
     *
     * @param provider the engine, with whatever was set on it
     * @return this
     */
    public CheckerBuilder engine(EngineProvider provider) {
        choice = EngineChoice.given(Objects.requireNonNull(provider, "provider"));
        return this;
    }

    /**
     * Refuses to build a checker whose engine completes handshakes.
     *
     * @return this
     */
    public CheckerBuilder requireHalfOpen() {
        requireHalfOpen = true;
        return this;
    }

    /**
     * How many checks are asked at once. More wait in the checker; a check that waited too long ends as Unknown with
     * {@link UnknownReason#SATURATED}. The engine may be able to hold fewer: {@link Checker#engine()} then says how
     * many.
     *
     * @param checks 1 to 1,000,000; the default is 1,000
     * @return this
     * @throws IllegalArgumentException if it is outside that range
     */
    public CheckerBuilder maxInFlight(int checks) {
        Arguments.require(
                checks >= 1 && checks <= LARGEST_MAX_IN_FLIGHT, "maxInFlight", checks, "1 to " + LARGEST_MAX_IN_FLIGHT);
        maxInFlight = checks;
        maxInFlightWasSet = true;
        return this;
    }

    /**
     * Where futures complete, and so where callbacks run. The default is a pool of the checker's own, of as many daemon
     * threads as there are processors, at least two. An executor that refuses, or that would run the callback on the
     * thread that submits it, is passed over for that pool, and the result counted in
     * {@link CheckerStats#rejectedCallbacks()}. An executor whose {@code execute} blocks holds up other checks.
     *
     * @param executor not closed with the checker
     * @return this
     */
    public CheckerBuilder callbackExecutor(Executor executor) {
        callbackExecutor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /**
     * Who turns names into addresses. The default is {@link Resolver#system()}, one for each checker.
     *
     * @param resolver not closed with the checker
     * @return this
     */
    public CheckerBuilder resolver(Resolver resolver) {
        this.resolver = Objects.requireNonNull(resolver, "resolver");
        return this;
    }

    /**
     * What a name with several addresses means.
     *
     * @param policy the default is {@link AddressPolicy#ANY}
     * @return this
     */
    public CheckerBuilder addressPolicy(AddressPolicy policy) {
        addressPolicy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * When a second SYN goes out.
     *
     * @param policy the default is {@link Resend#halfway()}
     * @return this
     */
    public CheckerBuilder resend(Resend policy) {
        resend = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Builds the checker.
     *
     * @return a new checker; close it
     * @throws EngineUnavailableException if the engine asked for does not work here, or completes handshakes although
     *     {@link #requireHalfOpen()} was called; its text names every cause
     */
    public Checker build() {
        Engines.Opened opened =
                Engines.open(choice, requireHalfOpen, maxInFlight, maxInFlightWasSet, !resend.equals(Resend.never()));
        boolean built = false;
        try {
            TimerThread timer = TimerThread.start();
            Checker checker = new DefaultChecker(
                    opened.engine(),
                    opened.report(),
                    new Settings(addressPolicy, resend),
                    resolver == null ? Resolver.system() : resolver,
                    resolver == null,
                    new CallbackDispatcher(callbackExecutor),
                    timer.wheel(),
                    timer::close);
            built = true;
            return checker;
        } finally {
            if (!built) {
                opened.engine().close();
            }
        }
    }
}
