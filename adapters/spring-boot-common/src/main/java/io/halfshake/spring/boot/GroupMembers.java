package io.halfshake.spring.boot;

import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * What a health group includes.
 *
 * @param include as configured
 */
record GroupMembers(@DefaultValue Set<String> include) {
    private static final String GROUPS = "management.endpoint.health.group";
    private static final String PREFIX = "halfshake/";

    /** The components of Halfshake that some health group includes by name. */
    static Set<String> components(Environment environment) {
        Set<String> components = new TreeSet<>();
        Binder.get(environment)
                .bind(GROUPS, Bindable.mapOf(String.class, GroupMembers.class))
                .ifBound(groups -> groups.values()
                        .forEach(group -> group.include().stream()
                                .filter(member -> member.startsWith(PREFIX))
                                .map(member -> member.substring(PREFIX.length()))
                                .forEach(components::add)));
        return components;
    }
}
