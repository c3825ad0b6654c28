package io.halfshake.spring.boot;

import io.halfshake.CheckerBuilder;
import io.halfshake.monitor.MonitorBuilder;

/**
 * Sets what has no property. Beans of this type are called in their order, after the properties have been applied, for
 * the checker and the monitor that the starter makes; not for those that the application defines itself.
 */
public interface HalfshakeCustomizer {
    /**
     * Sets up the checker. Does nothing by default.
     *
     * @param builder builds the checker when all customizers have returned
     */
    default void customizeChecker(CheckerBuilder builder) {}

    /**
     * Sets up the monitor. Does nothing by default.
     *
     * @param builder builds the monitor when all customizers have returned
     */
    default void customizeMonitor(MonitorBuilder builder) {}
}
