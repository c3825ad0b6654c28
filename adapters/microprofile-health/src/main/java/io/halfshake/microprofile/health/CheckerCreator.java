package io.halfshake.microprofile.health;

import io.halfshake.Checker;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;

/** Makes the bean {@link Checker}. Not for use by applications: the CDI container calls it. */
public final class CheckerCreator implements SyntheticBeanCreator<Checker> {
    /** Called by the container. */
    public CheckerCreator() {}

    @Override
    public Checker create(Instance<Object> lookup, Parameters unused) {
        return lookup.select(OwnedBeans.class).get().openChecker();
    }
}
