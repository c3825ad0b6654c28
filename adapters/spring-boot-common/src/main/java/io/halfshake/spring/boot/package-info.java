/**
 * Halfshake in an application of Spring Boot: a {@link io.halfshake.Checker} and a {@link io.halfshake.monitor.Monitor}
 * as beans, targets from the configuration, their health, an endpoint and metrics.
 */
@NullMarked
package io.halfshake.spring.boot;

import org.jspecify.annotations.NullMarked;
