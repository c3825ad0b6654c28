package io.halfshake.server.maintenance;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a window can select a target by.
 *
 * @param target its text
 * @param name for people; the text where it has no other
 * @param group null if it is in none
 * @param labels those of the file, by name; not copied
 */
public record TargetFacts(
        String target, String name, @Nullable String group, Map<String, String> labels) {}
