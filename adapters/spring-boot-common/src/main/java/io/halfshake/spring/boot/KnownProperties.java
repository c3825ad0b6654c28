package io.halfshake.spring.boot;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The properties that there are. Spring Boot ignores others, and a target or a setting that is misspelt would silently
 * not be monitored. Its own strict binding takes an overridden list for unknown where the lists differ in form.
 */
final class KnownProperties {
    static final List<String> NAMES = List.of(
            "halfshake.require-half-open",
            "halfshake.interval",
            "halfshake.timeout",
            "halfshake.rise",
            "halfshake.fall",
            "halfshake.log-transitions",
            "halfshake.targets",
            "halfshake.targets[0]",
            "halfshake.targets[0].target",
            "halfshake.targets[0].name",
            "halfshake.targets[0].group",
            "halfshake.targets[0].interval",
            "halfshake.targets[0].timeout",
            "halfshake.targets[0].rise",
            "halfshake.targets[0].fall",
            "halfshake.witnesses.targets",
            "halfshake.witnesses.targets[0]",
            "halfshake.witnesses.quorum",
            "halfshake.health.affects-status",
            "halfshake.health.max-components",
            "halfshake.metrics.max-targets");

    /** System properties of the library, which are no properties of Spring's but are among them. */
    private static final List<String> OF_THE_JVM = List.of("halfshake.engine.", "halfshake.system-calls");

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("halfshake");
    private static final ConfigurationPropertyName TARGETS = ROOT.append("targets");
    private static final Set<String> KNOWN =
            NAMES.stream().map(KnownProperties::form).collect(Collectors.toSet());

    private KnownProperties() {}

    /**
     * Of environment variables only those of targets by index are looked at: in Kubernetes there are such as
     * {@code HALFSHAKE_PORT} where a service has that name.
     *
     * @throws InvalidPropertyException if one is unknown, or without effect
     */
    static void requireNoOthers(Environment environment) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource properties) {
                boolean variables = source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
                properties.stream()
                        .filter(variables ? KnownProperties::isOfATarget : ROOT::isAncestorOf)
                        .filter(name -> !isOfTheJvm(name.toString()))
                        .forEach(name -> require(source, name));
            }
        }
    }

    private static boolean isOfATarget(ConfigurationPropertyName name) {
        return TARGETS.isAncestorOf(name) && name.isNumericIndex(TARGETS.getNumberOfElements());
    }

    private static boolean isOfTheJvm(String name) {
        return OF_THE_JVM.stream().anyMatch(name::startsWith) && System.getProperty(name) != null;
    }

    private static void require(ConfigurationPropertySource source, ConfigurationPropertyName name) {
        if (!KNOWN.contains(form(name))) {
            throw unknown(source, name, expected(name));
        }
        // Within one source Spring Boot reads the text, and not what is below it.
        ConfigurationPropertyName parent = name.getParent();
        while (ROOT.isAncestorOf(parent)) {
            ConfigurationProperty text = source.getConfigurationProperty(parent);
            if (text != null && !text.getValue().toString().isEmpty()) {
                throw unknown(source, name, "no " + parent + " beside it");
            }
            parent = parent.getParent();
        }
    }

    private static InvalidPropertyException unknown(
            ConfigurationPropertySource source, ConfigurationPropertyName name, String expected) {
        ConfigurationProperty property = source.getConfigurationProperty(name);
        String value = property == null ? "" : property.getValue().toString();
        return InvalidPropertyException.unknown(name.toString(), "\"" + value + "\" (expected " + expected + ")");
    }

    private static String expected(ConfigurationPropertyName name) {
        ConfigurationPropertyName parent = name.getParent();
        while (below(parent).isEmpty()) {
            parent = parent.getParent();
        }
        if (parent.equals(TARGETS)) {
            return "a list: \"- { name: ..., target: ... }\" in YAML, or keys such as halfshake.targets[0].target";
        }
        if (KNOWN.contains(form(parent) + ".#")) {
            return "a list, with keys such as " + parent + "[0]";
        }
        return "one of " + String.join(", ", below(parent));
    }

    private static List<String> below(ConfigurationPropertyName parent) {
        String start = form(parent) + ".";
        return NAMES.stream()
                .filter(known -> form(known).startsWith(start))
                .map(known -> ConfigurationPropertyName.of(known).getElement(parent.getNumberOfElements(), Form.DASHED))
                .distinct()
                .toList();
    }

    private static String form(String name) {
        return form(ConfigurationPropertyName.of(name));
    }

    /** The same for all spellings and for all elements of a list. */
    private static String form(ConfigurationPropertyName name) {
        return IntStream.range(0, name.getNumberOfElements())
                .mapToObj(i -> name.isNumericIndex(i) ? "#" : name.getElement(i, Form.UNIFORM))
                .collect(Collectors.joining("."));
    }
}
