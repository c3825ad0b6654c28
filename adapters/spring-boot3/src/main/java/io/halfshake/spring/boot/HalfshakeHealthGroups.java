package io.halfshake.spring.boot;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.health.HealthEndpointGroup;
import org.springframework.boot.actuate.health.HealthEndpointGroups;
import org.springframework.boot.actuate.health.HealthEndpointGroupsPostProcessor;

/**
 * Lets a target that is down count in the health groups that include it by name, and in no others: neither in the
 * health of the application, nor in a group that includes everything.
 */
final class HalfshakeHealthGroups implements HealthEndpointGroupsPostProcessor {
    /** No contributor can have this name, so that only a group that includes everything has it as a member. */
    private static final String NO_CONTRIBUTOR = "halfshake-no-such-contributor/";

    private final boolean targetsAreDown;

    /** @param targetsAreDown whether targets say DOWN themselves: then the groups are left alone */
    HalfshakeHealthGroups(boolean targetsAreDown) {
        this.targetsAreDown = targetsAreDown;
    }

    @Override
    public HealthEndpointGroups postProcessHealthEndpointGroups(HealthEndpointGroups groups) {
        if (targetsAreDown) {
            return groups;
        }
        Map<String, HealthEndpointGroup> named = new LinkedHashMap<>();
        for (String name : groups.getNames()) {
            HealthEndpointGroup group = groups.get(name);
            if (group != null) {
                named.put(name, new TargetStatusGroup(group, !group.isMember(NO_CONTRIBUTOR)));
            }
        }
        return HealthEndpointGroups.of(new TargetStatusGroup(groups.getPrimary(), false), named);
    }
}
