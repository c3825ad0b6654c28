package io.halfshake.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** As much of OpenAPI's schemas as docs/openapi.yaml uses. */
final class OpenApiSchemas {
    private static final String PREFIX = "#/components/schemas/";

    private final Map<String, Object> document;

    OpenApiSchemas(Map<String, Object> document) {
        this.document = document;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object value) {
        assertThat(value).isInstanceOf(Map.class);
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(@Nullable Object value) {
        return value == null ? List.of() : (List<Object>) value;
    }

    Set<String> paths() {
        return map(document.get("paths")).keySet();
    }

    Set<String> parameters(String path) {
        Set<String> names = new TreeSet<>();
        list(get(path).get("parameters"))
                .forEach(each -> names.add((String) map(each).get("name")));
        return names;
    }

    Map<String, Object> schemaOf(String path, String parameter) {
        return list(get(path).get("parameters")).stream()
                .map(OpenApiSchemas::map)
                .filter(each -> parameter.equals(each.get("name")))
                .map(each -> map(each.get("schema")))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, Object> get(String path) {
        return map(map(map(document.get("paths")).get(path)).get("get"));
    }

    /** With references followed, and what allOf joins in one. */
    private Map<String, Object> resolved(Map<String, Object> schema) {
        Object reference = schema.get("$ref");
        if (reference != null) {
            String name = ((String) reference).substring(PREFIX.length());
            return resolved(
                    map(map(map(document.get("components")).get("schemas")).get(name)));
        }
        if (!schema.containsKey("allOf")) {
            return schema;
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        Set<Object> required = new LinkedHashSet<>();
        for (Object part : list(schema.get("allOf"))) {
            Map<String, Object> each = resolved(map(part));
            properties.putAll(map(each.get("properties")));
            required.addAll(list(each.get("required")));
        }
        return Map.of("type", "object", "properties", properties, "required", List.copyOf(required));
    }

    private Map<String, Object> named(String name) {
        return resolved(Map.of("$ref", PREFIX + name));
    }

    /** The paths of all fields that a schema has. */
    Set<String> fields(String name) {
        Set<String> fields = new TreeSet<>();
        collect(named(name), "", fields);
        return fields;
    }

    private void collect(Map<String, Object> unresolved, String at, Set<String> fields) {
        Map<String, Object> schema = resolved(unresolved);
        if (schema.containsKey("properties")) {
            map(schema.get("properties")).forEach((field, each) -> {
                fields.add(at + field);
                collect(map(each), at + field + ".", fields);
            });
        } else if (schema.containsKey("items")) {
            collect(map(schema.get("items")), at, fields);
        }
    }

    /** Adds the paths of the fields that the value has. */
    void check(String name, Object value, Set<String> seen) {
        check(named(name), value, "", seen);
    }

    private void check(Map<String, Object> unresolved, @Nullable Object value, String at, Set<String> seen) {
        Map<String, Object> schema = resolved(unresolved);
        switch (String.valueOf(schema.get("type"))) {
            case "object" -> object(schema, map(value), at, seen);
            case "array" -> {
                assertThat(value).as(at).isInstanceOf(List.class);
                list(value).forEach(each -> check(map(schema.get("items")), each, at, seen));
            }
            case "string" -> string(schema, value, at);
            case "boolean" -> assertThat(value).as(at).isInstanceOf(Boolean.class);
            case "integer" -> assertThat(value).as(at).isInstanceOfAny(Integer.class, Long.class);
            case "number" -> assertThat(value).as(at).isInstanceOf(Number.class);
            default -> throw new AssertionError(at + ": " + schema);
        }
    }

    private static void string(Map<String, Object> schema, @Nullable Object value, String at) {
        assertThat(value).as(at).isInstanceOf(String.class);
        if ("date-time".equals(schema.get("format"))) {
            assertThat(Instant.parse((String) value)).as(at).isNotNull();
        }
        if (schema.containsKey("enum")) {
            assertThat(list(schema.get("enum"))).as(at).contains(value);
        }
    }

    private void object(Map<String, Object> schema, Map<String, Object> value, String at, Set<String> seen) {
        assertThat(new ArrayList<Object>(value.keySet())).as(at).containsAll(list(schema.get("required")));
        if (schema.containsKey("additionalProperties")) {
            value.forEach((field, each) -> check(map(schema.get("additionalProperties")), each, at + field, seen));
            return;
        }
        Map<String, Object> properties = map(schema.get("properties"));
        value.forEach((field, each) -> {
            assertThat(properties).as("documented fields in \"%s\"", at).containsKey(field);
            seen.add(at + field);
            check(map(properties.get(field)), each, at + field + ".", seen);
        });
    }
}
