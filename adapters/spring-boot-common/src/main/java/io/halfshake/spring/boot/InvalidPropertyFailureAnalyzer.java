package io.halfshake.spring.boot;

import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Says which property is wrong and where it was set, instead of a stack trace. */
final class InvalidPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidPropertyException> {
    private static final String REQUIRED = ".target";

    private final @Nullable Environment environment;

    /** Spring Boot has no environment where the start failed before there was a context. */
    InvalidPropertyFailureAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidPropertyException cause) {
        String property = cause.property();
        return new FailureAnalysis(
                cause.getMessage() + place(ConfigurationPropertyName.of(property)),
                cause.isKnown()
                        ? "Set " + property + " to a value as expected, or remove " + removable(property) + "."
                        : "Write it as expected, or remove " + property + ".",
                cause);
    }

    /** A target cannot be without its text, so that it is removed as a whole. */
    private static String removable(String property) {
        return property.endsWith(REQUIRED) ? property.substring(0, property.length() - REQUIRED.length()) : "it";
    }

    private String place(ConfigurationPropertyName name) {
        ConfigurationProperty found = environment == null ? null : find(environment, name);
        if (found == null || found.getOrigin() == null) {
            return "";
        }
        String what = found.getName().equals(name) ? "It" : found.getName().toString();
        return System.lineSeparator() + what + " was set in " + found.getOrigin() + ".";
    }

    /** The property, or an element of it, or where it is missing in an element of a list what else is set there. */
    private static @Nullable ConfigurationProperty find(Environment environment, ConfigurationPropertyName name) {
        ConfigurationPropertyName parent = name.getParent();
        return Stream.concat(
                        Stream.concat(Stream.of(name), below(environment, name)),
                        parent.isLastElementIndexed()
                                ? Stream.concat(Stream.of(parent), below(environment, parent))
                                : Stream.empty())
                .map(candidate -> get(environment, candidate))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Stream<ConfigurationPropertyName> below(Environment environment, ConfigurationPropertyName parent) {
        return sources(environment)
                .filter(IterableConfigurationPropertySource.class::isInstance)
                .flatMap(source -> ((IterableConfigurationPropertySource) source).stream())
                .filter(parent::isAncestorOf);
    }

    private static @Nullable ConfigurationProperty get(Environment environment, ConfigurationPropertyName name) {
        return sources(environment)
                .map(source -> source.getConfigurationProperty(name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Stream<ConfigurationPropertySource> sources(Environment environment) {
        return StreamSupport.stream(
                ConfigurationPropertySources.get(environment).spliterator(), false);
    }
}
