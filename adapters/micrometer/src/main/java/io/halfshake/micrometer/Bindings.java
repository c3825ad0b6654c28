package io.halfshake.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The registries that a binder is bound to, each once. */
final class Bindings {
    private final Tags tags;
    private final Consumer<String> log;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<BoundRegistry> bound = new ArrayList<>();
    private boolean closed;

    Bindings(Iterable<Tag> tags, Consumer<String> log) {
        this.tags = Tags.of(Objects.requireNonNull(tags, "tags"));
        this.log = log;
    }

    static void warn(String text) {
        System.getLogger("io.halfshake").log(Level.WARNING, text);
    }

    /** Where registering throws, the registry is left as it was. */
    void bind(MeterRegistry registry, Consumer<BoundRegistry> register) {
        Objects.requireNonNull(registry, "registry");
        BoundRegistry added = bindOnce(registry, register);
        // Without the lock: a log is the user's code.
        if (added != null && added.foreign() != null) {
            log.accept(added.foreign() + ": in the registry already, where it shows what another binder is about"
                    + " (expected tags that tell the monitors and checkers of a registry apart)");
        }
    }

    private @Nullable BoundRegistry bindOnce(MeterRegistry registry, Consumer<BoundRegistry> register) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("metrics: closed (expected to be open)");
            }
            if (bound.stream().anyMatch(each -> each.isOf(registry))) {
                return null;
            }
            BoundRegistry added = new BoundRegistry(registry, tags);
            try {
                register.accept(added);
                bound.add(added);
            } catch (RuntimeException | Error e) {
                added.removeAll();
                throw e;
            }
            return added;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is bound any more. Returns what was; nothing the second time. */
    List<BoundRegistry> close() {
        lock.lock();
        try {
            closed = true;
            List<BoundRegistry> all = List.copyOf(bound);
            bound.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }
}
