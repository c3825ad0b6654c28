package io.halfshake.microprofile.health;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;

/** Makes the bean {@link Monitor}. Not for use by applications: the CDI container calls it. */
public final class MonitorCreator implements SyntheticBeanCreator<Monitor> {
    /** Called by the container. */
    public MonitorCreator() {}

    @Override
    public Monitor create(Instance<Object> lookup, Parameters unused) {
        Checker checker = lookup.select(Checker.class).get();
        return lookup.select(OwnedBeans.class).get().openMonitor(checker);
    }
}
