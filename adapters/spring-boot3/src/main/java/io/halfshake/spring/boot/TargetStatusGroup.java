package io.halfshake.spring.boot;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.health.AdditionalHealthEndpointPath;
import org.springframework.boot.actuate.health.HealthEndpointGroup;
import org.springframework.boot.actuate.health.HttpCodeStatusMapper;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.actuate.health.StatusAggregator;

/** A health group that takes a target that is down for DOWN, if such targets count in it, and else for UP. */
final class TargetStatusGroup implements HealthEndpointGroup {
    private final HealthEndpointGroup group;
    private final Status targetDown;

    TargetStatusGroup(HealthEndpointGroup group, boolean counts) {
        this.group = group;
        this.targetDown = counts ? Status.DOWN : Status.UP;
    }

    private Status resolved(Status status) {
        return status.getCode().equals(ComponentHealth.TARGET_DOWN) ? targetDown : status;
    }

    @Override
    public StatusAggregator getStatusAggregator() {
        StatusAggregator aggregator = group.getStatusAggregator();
        return statuses -> aggregator.getAggregateStatus(
                statuses.stream().map(this::resolved).collect(Collectors.toSet()));
    }

    @Override
    public HttpCodeStatusMapper getHttpCodeStatusMapper() {
        HttpCodeStatusMapper mapper = group.getHttpCodeStatusMapper();
        return status -> mapper.getStatusCode(resolved(status));
    }

    @Override
    public boolean isMember(String name) {
        return group.isMember(name);
    }

    @Override
    public boolean showComponents(SecurityContext securityContext) {
        return group.showComponents(securityContext);
    }

    @Override
    public boolean showDetails(SecurityContext securityContext) {
        return group.showDetails(securityContext);
    }

    @Override
    public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
        return group.getAdditionalPath();
    }
}
