package io.halfshake.server.config;

import io.halfshake.internal.Arguments;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Replaces {@code ${NAME}} by a variable of the environment, and {@code $$} by {@code $}. */
final class Variables {
    private static final Pattern DOLLAR = Pattern.compile("\\$(?:(?<dollar>\\$)|\\{(?<name>[A-Za-z_][A-Za-z0-9_]*)})?");

    /** Leaves each text as it is. */
    static final Variables NONE = new Variables();

    private final @Nullable Function<String, @Nullable String> environment;

    private Variables() {
        environment = null;
    }

    /** {@code environment} returns null for a variable that is not set. */
    Variables(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /**
     * Replaces the variables of a value. What comes in for them is not read again.
     *
     * @throws IllegalArgumentException if a variable is not set, or a {@code $} stands alone
     */
    String expand(String path, String text) {
        return expand(path, text, text);
    }

    /** As the other; messages have {@code shown} in the place of the text. */
    String expand(String path, String text, String shown) {
        if (environment == null || text.indexOf('$') < 0) {
            return text;
        }
        StringBuilder expanded = new StringBuilder();
        Matcher dollar = DOLLAR.matcher(text);
        while (dollar.find()) {
            boolean escaped = dollar.group("dollar") != null;
            String value = escaped ? "$" : value(environment, path, shown, dollar.group("name"));
            dollar.appendReplacement(expanded, Matcher.quoteReplacement(value));
        }
        return dollar.appendTail(expanded).toString();
    }

    private static String value(
            Function<String, @Nullable String> environment, String path, String text, @Nullable String name) {
        if (name == null) {
            throw Arguments.wrong(path, text, "${NAME} for a variable of the environment, $$ for a $");
        }
        String value = environment.apply(name);
        if (value == null) {
            throw Arguments.wrong(path, text, "the environment variable " + name + " to be set; $$ is a $");
        }
        return value;
    }
}
