package io.halfshake.spring.boot;

import java.util.Map;

/**
 * The health of a component, in terms of no version of Spring Boot.
 *
 * @param status the code of a status
 * @param details what is shown beside it
 */
record ComponentHealth(String status, Map<String, Object> details) {
    static final String UP = "UP";
    static final String DOWN = "DOWN";
    static final String UNKNOWN = "UNKNOWN";

    /** A target is down and the status of the application is not to change: for health groups to take as UP or DOWN. */
    static final String TARGET_DOWN = "TARGET_DOWN";
}
