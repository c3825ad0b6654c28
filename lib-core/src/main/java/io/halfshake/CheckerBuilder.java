package io.halfshake;

import io.halfshake.internal.Arguments;
import io.halfshake.internal.CallbackExecutor;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineProvider;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Sets up a {@link Checker}. Not safe for use by several threads at once; one builder can build several checkers. */
public final class CheckerBuilder {
    /** Enough for thousands of answering targets a second; silent ones hold their place for a whole timeout. */
    static final int DEFAULT_MAX_IN_FLIGHT = 1_000;

    private static final int MAX_IN_FLIGHT = 1_000_000;

    /** One callback that blocks must not hold up all others. */
    private static final int MIN_CALLBACK_THREADS = 2;

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
     * How many checks are in flight at once. More wait in the checker; a check that waited too long ends as Unknown
     * with {@link UnknownReason#SATURATED}. The engine may be able to hold fewer: {@link Checker#engine()} then says
     * how many.
     *
     * @param checks 1 to 1,000,000; the default is 1,000
     * @return this
     * @throws IllegalArgumentException if it is outside that range
     */
    public CheckerBuilder maxInFlight(int checks) {
        Arguments.require(checks >= 1 && checks <= MAX_IN_FLIGHT, "maxInFlight", checks, "1 to " + MAX_IN_FLIGHT);
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
     * What resolves names. The default is {@link Resolver#system()}, one for each checker.
     *
     * <p>It is called for each check of a name that it is not resolving already. An answer is used again in one case:
     * {@link Resolver#resolve} blocks for other names, so that the call for this one has waited for a thread for 50 ms.
     * Then the name's last answer stands in, if it is no older than 30 seconds. A resolver that returns its future at
     * once keeps no other name waiting.
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
     * @throws EngineUnavailableException if the engine asked for does not work here or is turned off by its system
     *     property, or completes handshakes although {@link #requireHalfOpen()} was called; its text names every cause
     */
    public Checker build() {
        EngineRequest request = new EngineRequest(
                choice, requireHalfOpen, maxInFlight, maxInFlightWasSet, !resend.equals(Resend.never()));
        Engines.Opened opened = Engines.open(request);
        TimerThread timer = null;
        Checker checker = null;
        try {
            timer = TimerThread.start();
            CurrentEngine engines = new CurrentEngine(opened.engine(), opened.report());
            if (opened.mayImprove()) {
                engines.searchWith(
                        EngineSearch.of(request, engines, timer.timers().now()));
            }
            Resolver names = resolverInUse();
            checker = new DefaultChecker(
                    engines,
                    new CheckSettings(addressPolicy, resend),
                    names,
                    names != resolver,
                    new CallbackExecutor(callbackExecutor, "halfshake-callbacks", MIN_CALLBACK_THREADS),
                    timer.timers(),
                    timer::close);
            CheckerLog.engine(opened.report());
            return checker;
        } finally {
            if (checker == null) {
                close(opened.engine(), timer);
            }
        }
    }

    private static void close(Engine engine, @Nullable TimerThread timer) {
        try {
            engine.close();
        } finally {
            if (timer != null) {
                timer.close();
            }
        }
    }

    private Resolver resolverInUse() {
        if (resolver == null) {
            return Resolver.system();
        }
        boolean mayBlock = !(resolver instanceof PooledResolver);
        return mayBlock ? PooledResolver.guarding(resolver, AnswerLifetime.MAX_NANOS, System::nanoTime) : resolver;
    }
}
