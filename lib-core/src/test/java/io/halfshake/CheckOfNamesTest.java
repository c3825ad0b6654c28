package io.halfshake;

import static io.halfshake.CheckerRig.address;
import static io.halfshake.ScriptedEngine.answered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CheckOfNamesTest extends ScriptedCheck {
    @SuppressWarnings("NullAway") // What a careless resolver gives.
    private static CompletableFuture<List<java.net.InetAddress>> nothing() {
        return null;
    }

    /** On another thread, since a resolver's future may run its maker's code. */
    private static void assertIsCancelledSoon(CompletableFuture<?> question) {
        assertThatThrownBy(() -> question.get(60, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
    }

    @Test
    void hostName_isResolvedWithinTheTimeout() {
        CompletableFuture<List<java.net.InetAddress>> question = new CompletableFuture<>();
        rig.resolver = host -> question;
        CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
        rig.pass(millis(40));
        question.complete(List.of(CheckerRig.ADDRESS.getAddress()));
        engine.last().complete(answered());

        CheckResult result = rig.resultOf(future);
        assertThat(result.target()).isEqualTo("db:80");
        assertThat(result.address()).isEqualTo(CheckerRig.ADDRESS);
        assertThat(result.timing().resolving()).isEqualTo(millis(40));
    }

    @Test
    void nameThatNeverResolves_isUnknownAtTheDeadline() {
        CompletableFuture<List<java.net.InetAddress>> question = new CompletableFuture<>();
        rig.resolver = host -> question;
        CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
        rig.pass(millis(501));

        CheckResult.Unknown result = (CheckResult.Unknown) rig.resultOf(future);
        assertThat(result.reason()).isEqualTo(UnknownReason.UNRESOLVED);
        assertThat(result.cause()).hasMessage("resolver: no answer within 500 ms");
        assertThat(result.address()).isNull();
        assertIsCancelledSoon(question);
    }

    @Test
    void checkWhoseLookupFailsToCancel_stillEnds() {
        Thread test = Thread.currentThread();
        CompletableFuture<Thread> cancelledOn = new CompletableFuture<>();
        rig.resolver = host -> new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                cancelledOn.complete(Thread.currentThread());
                throw new IllegalStateException("broken");
            }
        };
        CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
        rig.pass(millis(501));

        assertThat(unknownReason(rig.resultOf(future))).isEqualTo(UnknownReason.UNRESOLVED);
        assertThat(cancelledOn.orTimeout(60, TimeUnit.SECONDS).join()).isNotSameAs(test);
    }

    @Test
    void resolvingCheck_holdsNoPlaceInFlight() {
        rig.maxInFlight = 1;
        rig.resolver = host -> new CompletableFuture<>();
        CompletableFuture<CheckResult> hanging = rig.checkName("db:80", TIMEOUT);
        CompletableFuture<CheckResult> other = rig.check(TIMEOUT);
        engine.last().complete(answered());

        assertThat(rig.resultOf(other).isUp()).isTrue();
        hanging.cancel(true);
    }

    @Test
    void failedLookup_makesTheCheckUnknownAtOnce() {
        List<Resolver> resolvers = new ArrayList<>();
        resolvers.add(host -> CompletableFuture.failedFuture(new java.net.UnknownHostException(host)));
        resolvers.add(host -> CompletableFuture.completedFuture(List.of()));
        resolvers.add(host -> CompletableFuture.completedFuture(java.util.Collections.singletonList(null)));
        resolvers.add(host -> CompletableFuture.completedFuture(null));
        resolvers.add(host -> nothing());
        resolvers.add(host -> {
            throw new IllegalStateException("broken");
        });
        resolvers.add(host -> {
            throw new StackOverflowError();
        });
        for (Resolver resolver : resolvers) {
            rig.resolver = resolver;
            CheckResult.Unknown result = (CheckResult.Unknown) rig.resultOf(rig.checkName("db:80", TIMEOUT));
            assertThat(result.reason()).isEqualTo(UnknownReason.UNRESOLVED);
            assertThat(result.cause()).isNotNull();
        }
    }

    @Test
    void nameResolvedTooLate_doesNotMakeTheTargetDown() {
        CompletableFuture<List<java.net.InetAddress>> question = new CompletableFuture<>();
        rig.resolver = host -> question;
        CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
        rig.pass(millis(400));
        question.complete(List.of(CheckerRig.ADDRESS.getAddress()));
        rig.pass(millis(101));

        assertThat(unknownReason(rig.resultOf(future))).isEqualTo(UnknownReason.UNRESOLVED);
    }

    @Test
    void addressLiteral_neverReachesTheResolver() {
        rig.resolver = host -> {
            throw new AssertionError("asked for " + host);
        };
        CompletableFuture<CheckResult> future = rig.checkName("[2001:db8::1]:80", TIMEOUT);
        engine.last().complete(answered());

        assertThat(rig.resultOf(future).address()).isEqualTo(address("2001:db8::1"));
    }

    @Test
    void internationalName_isResolvedAsPunycode() {
        List<String> asked = new ArrayList<>();
        rig.resolver = host -> {
            asked.add(host);
            return CompletableFuture.completedFuture(List.of(CheckerRig.ADDRESS.getAddress()));
        };
        CompletableFuture<CheckResult> future = rig.checkName("b\u00fccher.example:80", TIMEOUT);
        engine.last().complete(answered());

        assertThat(rig.resultOf(future).target()).isEqualTo("b\u00fccher.example:80");
        assertThat(asked).containsExactly("xn--bcher-kva.example");
    }

    @Test
    void scopeWithoutInterface_reportsNoRoute() {
        rig.resolver = host -> {
            throw new AssertionError("asked for " + host);
        };
        CheckResult.Unknown result =
                (CheckResult.Unknown) rig.resultOf(rig.checkName("[fe80::1%no-such-interface]:80", TIMEOUT));

        assertThat(result.reason()).isEqualTo(UnknownReason.NO_ROUTE);
        assertThat(result.cause()).hasMessage("fe80::1%no-such-interface: no interface no-such-interface");
        assertThat(result.address()).isNull();
        assertThat(rig.timers()).isZero();
        assertThat(rig.checker().stats().inFlight()).isZero();
    }
}
