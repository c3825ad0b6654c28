package io.halfshake.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The meters that one binder has in one registry. They refer strongly to what they read: Micrometer by itself does so
 * weakly, and shows NaN or the last value once that is collected. Guarded by its owner.
 */
final class BoundRegistry {
    private static final String PREFIX = "halfshake.";

    private final MeterRegistry registry;
    private final Tags tags;

    /** Those of others, which this does not keep in memory once they are removed. */
    private final Map<Meter.Id, WeakReference<Meter>> others = new HashMap<>();

    /** By identity, since meters with the same name and tags are equal. */
    private final Set<Meter> own = Collections.newSetFromMap(new IdentityHashMap<>());

    private @Nullable String foreign;

    BoundRegistry(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        registry.forEachMeter(meter -> {
            if (meter.getId().getName().startsWith(PREFIX)) {
                others.put(meter.getId(), new WeakReference<>(meter));
            }
        });
    }

    boolean isOf(MeterRegistry other) {
        return registry == other;
    }

    void counter(String name, String description, Tags more, DoubleSupplier value) {
        counter(name, description, more, null, value);
    }

    void secondsCounter(String name, String description, DoubleSupplier seconds) {
        counter(name, description, Tags.empty(), "seconds", seconds);
    }

    /** The function refers to the value, which the meter itself refers to weakly. */
    private void counter(String name, String description, Tags more, @Nullable String unit, DoubleSupplier value) {
        keep(FunctionCounter.builder(name, value, weak -> value.getAsDouble())
                .description(description)
                .baseUnit(unit)
                .tags(tags.and(more))
                .register(registry));
    }

    Meter gauge(String name, String description, Tags more, DoubleSupplier value) {
        return keep(Gauge.builder(name, value, DoubleSupplier::getAsDouble)
                .strongReference(true)
                .description(description)
                .tags(tags.and(more))
                .register(registry));
    }

    /** The registry converts it to its own unit of time. */
    Meter timeGauge(String name, String description, Tags more, DoubleSupplier nanos) {
        return keep(TimeGauge.builder(name, nanos, TimeUnit.NANOSECONDS, DoubleSupplier::getAsDouble)
                .strongReference(true)
                .description(description)
                .tags(tags.and(more))
                .register(registry));
    }

    /** Null where it would be another's. */
    @Nullable
    Timer timer(String name, String description) {
        Timer timer =
                keep(Timer.builder(name).description(description).tags(tags).register(registry));
        return own.contains(timer) ? timer : null;
    }

    /** A registry has one meter of a name and tags, and returns that of another binder as well. */
    private <M extends Meter> M keep(M meter) {
        WeakReference<Meter> other = others.get(meter.getId());
        if (other == null || other.get() != meter) {
            own.add(meter);
        } else if (foreign == null) {
            foreign = meter.getId().getName();
        }
        return meter;
    }

    /** The first meter that another binder has added before; null where there is none. */
    @Nullable
    String foreign() {
        return foreign;
    }

    void remove(Collection<Meter> meters) {
        for (Meter meter : meters) {
            if (own.remove(meter)) {
                registry.remove(meter);
            }
        }
    }

    void removeAll() {
        remove(List.copyOf(own));
    }
}
