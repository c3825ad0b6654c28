package io.halfshake.microprofile.health;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.enterprise.lang.model.AnnotationInfo;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Adds the beans {@link Checker} and {@link Monitor}, each unless the application has one of its own without
 * qualifiers. Not for use by applications: the CDI container calls it.
 *
 * <p>A build compatible extension, the one kind that both Quarkus and the containers of application servers run.
 */
public final class HalfshakeExtension implements BuildCompatibleExtension {
    private static final Set<String> NO_QUALIFIERS = Set.of(Any.class.getName(), Named.class.getName());

    private boolean hasChecker;
    private boolean hasMonitor;

    /** Called by the container. */
    public HalfshakeExtension() {}

    /**
     * Called by the container for each bean of this type.
     *
     * @param bean of the application
     */
    @Registration(types = Checker.class)
    public void findChecker(BeanInfo bean) {
        hasChecker |= isDefault(bean);
    }

    /**
     * Called by the container for each bean of this type.
     *
     * @param bean of the application
     */
    @Registration(types = Monitor.class)
    public void findMonitor(BeanInfo bean) {
        hasMonitor |= isDefault(bean);
    }

    private static boolean isDefault(BeanInfo bean) {
        return bean.qualifiers().stream().map(AnnotationInfo::name).anyMatch(Default.class.getName()::equals)
                || bean.qualifiers().stream().map(AnnotationInfo::name).allMatch(NO_QUALIFIERS::contains);
    }

    /**
     * Called by the container once all beans are known.
     *
     * @param components takes the beans
     */
    @Synthesis
    public void addBeans(SyntheticComponents components) {
        if (!hasChecker) {
            components
                    .addBean(Checker.class)
                    .type(Checker.class)
                    .scope(Singleton.class)
                    .createWith(CheckerCreator.class);
        }
        if (!hasMonitor) {
            components
                    .addBean(Monitor.class)
                    .type(Monitor.class)
                    .scope(Singleton.class)
                    .createWith(MonitorCreator.class);
        }
    }
}
