package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class GroupMembersTest {
    @Test
    void components_areThoseThatSomeGroupNames() {
        MockEnvironment environment = new MockEnvironment()
                .withProperty("management.endpoint.health.group.readiness.include", "readinessState, halfshake/db")
                .withProperty("management.endpoint.health.group.data.include[0]", "halfshake/[::1]:6379")
                .withProperty("management.endpoint.health.group.all.include", "*")
                .withProperty("management.endpoint.health.group.some.exclude", "halfshake/queue");

        assertThat(GroupMembers.components(environment)).containsExactlyInAnyOrder("db", "[::1]:6379");
    }

    @Test
    void components_areNoneWithoutGroups() {
        assertThat(GroupMembers.components(new MockEnvironment())).isEmpty();
    }
}
