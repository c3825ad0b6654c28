package io.halfshake.micrometer;

import static io.halfshake.micrometer.Meters.count;
import static io.halfshake.micrometer.Meters.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.halfshake.UnknownReason;
import io.halfshake.monitor.TargetSettings;
import io.halfshake.monitor.TargetState;
import io.halfshake.testing.TestMonitor;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TargetMetersTest {
    private static final String UP = "halfshake.target.up";
    private static final Duration MOMENT = Duration.ofMillis(10);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final List<String> log = new ArrayList<>();
    private final TestMonitor test = TestMonitor.create(builder ->
            builder.interval(INTERVAL).startSpread(Duration.ZERO).rise(1).fall(1));

    private HalfshakeMonitorMetrics bind(TargetMetrics targets) {
        HalfshakeMonitorMetrics metrics =
                new HalfshakeMonitorMetrics(test.monitor(), Tags.of("app", "shop"), targets, log::add);
        metrics.bindTo(registry);
        return metrics;
    }

    private void remove(String target) {
        assertThat(test.monitor().remove(target)).isTrue();
        // What the monitor tells its listeners runs when the clock is advanced.
        test.advance(Duration.ZERO);
    }

    private List<String> targets() {
        return registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().equals(UP))
                .map(meter -> String.valueOf(meter.getId().getTag("target")))
                .sorted()
                .toList();
    }

    @Test
    void byDefault_noMeterKnowsATarget() {
        new HalfshakeMonitorMetrics(test.monitor()).bindTo(registry);
        test.watch("up:80").up();
        test.advance(MOMENT);

        assertThat(registry.getMeters()).noneMatch(meter -> meter.getId().getTag("target") != null);
    }

    @Test
    void knownTarget_hasFourMetersWithTheCommonTags() {
        bind(TargetMetrics.enabled());
        test.watch("up:80").up();
        test.watch("down:80").refused();
        test.advance(MOMENT);

        assertThat(value(registry, UP, "target", "up:80", "app", "shop")).isEqualTo(1);
        assertThat(value(registry, UP, "target", "down:80", "app", "shop")).isZero();
        assertThat(Meters.names(registry).stream().filter(name -> name.startsWith("halfshake.target.")))
                .containsExactly(
                        "halfshake.target.down.time",
                        "halfshake.target.down.time.max",
                        "halfshake.target.unobserved.time",
                        "halfshake.target.up");
    }

    @Test
    void unknownTarget_hasNoMeters() {
        bind(TargetMetrics.enabled());
        test.watch("db:80").unknown(UnknownReason.UNRESOLVED).up();
        test.advance(MOMENT);
        assertThat(targets()).isEmpty();

        test.advance(INTERVAL);
        assertThat(targets()).containsExactly("db:80");
    }

    @Test
    void downTimes_areTheBoundsOfTheOutages() {
        bind(TargetMetrics.enabled());
        test.watch("db:80").up().refused();
        test.advance(Duration.ofMillis(4_500)); // Up at 0 s; refused at 1, 2, 3, 4 s

        assertThat(value(registry, UP)).isZero();
        assertThat(value(registry, "halfshake.target.down.time")).isEqualTo(3);
        assertThat(value(registry, "halfshake.target.down.time.max")).isEqualTo(4.5);
        assertThat(value(registry, "halfshake.target.unobserved.time")).isZero();
    }

    @Test
    void unobservedTime_beginsWithTheCheckThatCouldNotTell() {
        bind(TargetMetrics.enabled());
        test.watch("db:80").up().unknown(UnknownReason.NO_ROUTE);
        test.advance(Duration.ofMillis(4_500)); // Up at 0 s, Unknown from 1 s on

        assertThat(value(registry, "halfshake.target.unobserved.time")).isEqualTo(3.5);
        assertThat(value(registry, UP)).isEqualTo(1);
    }

    @Test
    void removedTarget_takesItsMetersWithIt() {
        bind(TargetMetrics.enabled());
        int meters = registry.getMeters().size();
        test.watch("a:80").up();
        test.watch("b:80").refused();
        test.advance(MOMENT);
        remove("a:80");
        assertThat(targets()).containsExactly("b:80");
        remove("b:80");

        assertThat(registry.getMeters()).hasSize(meters);
    }

    @Test
    void successorOfARemovedTarget_hasMetersOfItsOwn() {
        bind(TargetMetrics.enabled());
        test.watch("db:80").up();
        test.advance(MOMENT);
        test.monitor().remove("db:80");
        assertThat(value(registry, UP)).isNaN();
        test.watch("db:80").unknown(UnknownReason.UNRESOLVED).refused();
        assertThat(value(registry, UP)).isNaN();
        test.advance(MOMENT);
        assertThat(targets()).isEmpty();
        test.advance(INTERVAL);

        assertThat(value(registry, UP)).isZero();
    }

    @Test
    void removalFromAClosedMonitor_takesTheMetersToo() {
        bind(TargetMetrics.enabled());
        test.watch("db:80").up();
        test.advance(MOMENT);
        test.monitor().close();
        assertThat(value(registry, UP)).isEqualTo(1);
        remove("db:80");

        assertThat(targets()).isEmpty();
    }

    @Test
    void targetsBeyondTheLimit_haveNoMetersAndAreReportedOnce() {
        bind(TargetMetrics.enabled().withLimit(2));
        List.of("a:80", "b:80").forEach(target -> test.watch(target).up());
        test.advance(MOMENT);
        assertThat(log).isEmpty();
        List.of("c:80", "d:80").forEach(target -> test.watch(target).up());
        test.advance(INTERVAL.multipliedBy(3));

        assertThat(targets()).containsExactly("a:80", "b:80");
        assertThat(log)
                .containsExactly("more than 2 targets: the others have no meters of their own (TargetMetrics.withLimit"
                        + " sets the limit)");
    }

    @Test
    void roomThatARemovedTargetLeaves_isTaken() {
        bind(TargetMetrics.enabled().withLimit(1));
        test.watch("a:80").up();
        test.advance(MOMENT);
        test.watch("b:80").up();
        test.advance(INTERVAL);
        remove("a:80");
        test.advance(INTERVAL);

        assertThat(targets()).containsExactly("b:80");
    }

    @Test
    void limitOfZero_isReportedWithTheFirstTarget() {
        bind(TargetMetrics.enabled().withLimit(0));
        test.watch("a:80").up();
        test.advance(MOMENT);

        assertThat(targets()).isEmpty();
        assertThat(log).hasSize(1);
    }

    @Test
    void negativeLimit_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TargetMetrics.enabled().withLimit(-1))
                .withMessage("limit: -1 (expected >= 0)");
        assertThat(TargetMetrics.enabled().limit()).isEqualTo(1_000);
    }

    @Test
    void tags_areThoseOfTheTargetButForItsName() {
        bind(TargetMetrics.enabled().withTags(target -> Tags.of("name", target.substring(0, 2), "target", "wrong")));
        test.watch("db:80").up();
        test.advance(MOMENT);

        assertThat(value(registry, UP, "name", "db", "target", "db:80", "app", "shop"))
                .isEqualTo(1);
    }

    @Test
    void targetThatIsUpWhenAdded_hasMetersWithItsFirstResult() {
        bind(TargetMetrics.enabled());
        test.checker().on("db:80").up();
        test.monitor().add("db:80", TargetSettings.inherited().withInitialState(TargetState.UP));
        test.advance(MOMENT);

        assertThat(test.transitions()).isEmpty();
        assertThat(targets()).containsExactly("db:80");
    }

    @Test
    void laterBinding_showsTheTargetsAtOnce() {
        test.watch("db:80").up();
        test.advance(MOMENT);
        HalfshakeMonitorMetrics metrics = bind(TargetMetrics.enabled());
        assertThat(targets()).containsExactly("db:80");

        MeterRegistry second = new SimpleMeterRegistry();
        metrics.bindTo(second);
        assertThat(count(second, UP)).isEqualTo(1);
        remove("db:80");
        assertThat(count(second, UP)).isZero();
        assertThat(targets()).isEmpty();
    }

    @Test
    void closedMonitor_showsItsTargets() {
        test.watch("db:80").up();
        test.advance(MOMENT);
        test.monitor().close();
        bind(TargetMetrics.enabled());

        assertThat(value(registry, UP)).isEqualTo(1);
    }

    /** The tags are asked for between the look at the target and its meters. */
    @Test
    void targetRemovedWhileAllAreVisited_leavesNoMeters() {
        test.watch("db:80").up();
        test.advance(MOMENT);
        bind(TargetMetrics.enabled().withTags(target -> {
            remove(target);
            return Tags.empty();
        }));

        assertThat(targets()).isEmpty();
    }

    @Test
    void tagsThatFail_leaveTheRegistryAsItWas() {
        test.watch("db:80").up();
        test.advance(MOMENT);
        List<Integer> calls = new ArrayList<>();
        TargetMetrics failingOnce = TargetMetrics.enabled().withTags(target -> {
            calls.add(1);
            if (calls.size() == 1) {
                throw new IllegalStateException("as it should in this test");
            }
            return Tags.empty();
        });
        HalfshakeMonitorMetrics metrics =
                new HalfshakeMonitorMetrics(test.monitor(), Tags.empty(), failingOnce, log::add);
        assertThatIllegalStateException()
                .isThrownBy(() -> metrics.bindTo(registry))
                .withMessage("as it should in this test");
        assertThat(registry.getMeters()).isEmpty();
        metrics.bindTo(registry);

        assertThat(targets()).containsExactly("db:80");
    }

    /** One of the four is refused. */
    @Test
    void registryThatRefusesAMeter_hasNoneOfTheTarget() {
        MeterRegistry second = new SimpleMeterRegistry();
        HalfshakeMonitorMetrics metrics = bind(TargetMetrics.enabled());
        metrics.bindTo(second);
        refuse("halfshake.target.down.time", registry);
        int meters = registry.getMeters().size();
        test.watch("db:80").up();
        test.advance(MOMENT);
        assertThat(registry.getMeters()).hasSize(meters);
        assertThat(count(second, UP)).isEqualTo(1);
        assertThat(test.monitor().stats().failedListeners()).isEqualTo(1);
        test.advance(INTERVAL.multipliedBy(3));
        assertThat(test.monitor().stats().failedListeners()).isEqualTo(1);
        remove("db:80");
        assertThat(count(second, UP)).isZero();
        metrics.close();

        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void severalRegistriesThatRefuse_areAllInTheException() {
        MeterRegistry second = new SimpleMeterRegistry();
        MeterRegistry third = new SimpleMeterRegistry();
        TargetMeters meters = new TargetMeters(test.monitor(), TargetMetrics.enabled(), log::add);
        List.of(registry, second, third).forEach(each -> meters.bind(new BoundRegistry(each, Tags.empty())));
        refuse(UP, registry, new IllegalArgumentException("the first"));
        refuse(UP, second, new IllegalArgumentException("the second"));
        test.watch("db:80").up();
        test.advance(MOMENT);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> meters.onTransition(test.transitions().get(0)))
                .satisfies(failure -> assertThat(Stream.concat(Stream.of(failure), Stream.of(failure.getSuppressed()))
                                .map(Throwable::getMessage))
                        // The registries are in no order.
                        .containsExactlyInAnyOrder("the first", "the second"));
        assertThat(count(third, UP)).isEqualTo(1);
    }

    /** An exception cannot suppress itself. */
    @Test
    void oneExceptionOfTwoRegistries_isThrownAsItIs() {
        MeterRegistry second = new SimpleMeterRegistry();
        TargetMeters meters = new TargetMeters(test.monitor(), TargetMetrics.enabled(), log::add);
        List.of(registry, second).forEach(each -> meters.bind(new BoundRegistry(each, Tags.empty())));
        RuntimeException shared = new IllegalArgumentException("as it should in this test");
        List.of(registry, second).forEach(each -> refuse(UP, each, shared));
        test.watch("db:80").up();
        test.advance(MOMENT);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> meters.onTransition(test.transitions().get(0)))
                .isSameAs(shared)
                .withNoCause();
    }

    private static void refuse(String name, MeterRegistry registry) {
        refuse(name, registry, new IllegalArgumentException("as it should in this test"));
    }

    private static void refuse(String name, MeterRegistry registry, RuntimeException failure) {
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                if (id.getName().equals(name) && id.getType() == Meter.Type.GAUGE) {
                    throw failure;
                }
                return id;
            }
        });
    }

    @Test
    void close_removesTheMetersOfTargets() {
        HalfshakeMonitorMetrics metrics = bind(TargetMetrics.enabled());
        test.watch("db:80").up();
        test.advance(MOMENT);
        assertThat(targets()).containsExactly("db:80");
        metrics.close();
        test.watch("later:80").up();
        test.advance(INTERVAL);

        assertThat(registry.getMeters()).isEmpty();
    }
}
