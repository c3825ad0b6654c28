package verify;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.util.Set;

/** The form of an answer by MicroProfile Health 4.0: chapter "Response Codes and status mappings", and its schema. */
final class Specification {
    private static final Set<String> STATUSES = Set.of("UP", "DOWN");
    private static final Set<String> OF_CHECKS = Set.of("name", "status", "data");
    private static final Set<ValueType> OF_DATA =
            Set.of(ValueType.STRING, ValueType.NUMBER, ValueType.TRUE, ValueType.FALSE);

    private Specification() {}

    static void require(Application.Answer answer) {
        JsonObject body = answer.body();
        boolean down = status(body, body).equals("DOWN");
        require(answer.status() == (down ? 503 : 200), body, "HTTP status " + answer.status());
        boolean anyDown = false;
        for (JsonObject check : body.getJsonArray("checks").getValuesAs(JsonObject.class)) {
            require(OF_CHECKS.containsAll(check.keySet()), body, "keys " + check.keySet());
            require(check.get("name") instanceof JsonString, body, "name of " + check);
            anyDown |= status(check, body).equals("DOWN");
            JsonValue data = check.get("data");
            if (data != null) {
                data.asJsonObject()
                        .forEach((key, value) ->
                                require(OF_DATA.contains(value.getValueType()), body, "data " + key + ": " + value));
            }
        }
        require(down == anyDown, body, "status of all");
    }

    private static String status(JsonObject object, JsonObject body) {
        String status = object.getString("status");
        require(STATUSES.contains(status), body, "status " + status);
        return status;
    }

    private static void require(boolean met, JsonObject body, String what) {
        if (!met) {
            throw new IllegalStateException(what + " in " + body + " (expected as in MicroProfile Health)");
        }
    }
}
