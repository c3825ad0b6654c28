package io.halfshake.server.alerts;

import io.halfshake.monitor.TimeBounds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values of the fields of a template. Their names are a public interface, and those of {@link AlertJson} where that
 * has them.
 *
 * @param alert null outside of an alert
 * @param index which of the message's it is
 */
record TemplateScope(Message message, Instant now, @Nullable Alert alert, int index) {
    /** The list. */
    static final String ALERTS = "alerts";

    /** What the names of labels begin with. */
    static final String LABELS = "labels.";

    private static final Pattern LABEL = Pattern.compile("labels\\.[A-Za-z_][A-Za-z0-9_]*");
    private static final String FIRST = "first";
    private static final String LAST = "last";
    private static final Map<String, Function<TemplateScope, Object>> OF_MESSAGES = ofMessages();
    private static final Map<String, Function<Alert, @Nullable Object>> OF_ALERTS = ofAlerts();

    /**
     * The names that may stand at a place of a template.
     *
     * @param known in the order of the documentation
     * @param labels whether those of labels may, too
     */
    record Names(List<String> known, boolean labels) {
        /** For an error: what may stand there. */
        List<String> shown() {
            List<String> shown = new ArrayList<>(known);
            if (labels) {
                shown.add(LABELS + "NAME");
            }
            return List.copyOf(shown);
        }

        boolean contain(String name) {
            return known.contains(name) || (labels && LABEL.matcher(name).matches());
        }
    }

    private static Map<String, Function<TemplateScope, Object>> ofMessages() {
        Map<String, Function<TemplateScope, Object>> fields = new LinkedHashMap<>();
        fields.put("title", scope -> scope.message().title());
        fields.put("event", scope -> scope.message().event());
        fields.put("sentAt", scope -> AlertJson.time(scope.now()));
        fields.put("firing", scope -> scope.message().firing().size());
        fields.put("resolved", scope -> scope.message().over().size());
        return fields;
    }

    private static Map<String, Function<Alert, @Nullable Object>> ofAlerts() {
        Map<String, Function<Alert, @Nullable Object>> fields = new LinkedHashMap<>();
        fields.put("title", Alert::title);
        fields.put("status", Alert::shownStatus);
        fields.put("isFiring", Alert::isFiring);
        fields.put("key", Alert::key);
        fields.put("kind", Alert::kind);
        fields.put("target", alert -> ofSubject(alert, Alert.Subject::target));
        fields.put("name", alert -> ofSubject(alert, subject -> subject.about().name()));
        fields.put("group", alert -> ofSubject(alert, subject -> subject.about().group()));
        fields.put("reason", Alert::reason);
        fields.put("summary", Alert::summary);
        fields.put("began.earliest", alert -> AlertJson.time(alert.began().earliest()));
        fields.put("began.latest", alert -> AlertJson.time(alert.began().latest()));
        fields.put("beganUnseen", Alert::beganUnseen);
        fields.put("ended.earliest", alert -> ofEnd(alert, TimeBounds::earliest));
        fields.put("ended.latest", alert -> ofEnd(alert, TimeBounds::latest));
        fields.put("removed", alert -> alert.status() == Alert.Status.REMOVED);
        return fields;
    }

    private static @Nullable String ofSubject(Alert alert, Function<Alert.Subject, @Nullable String> part) {
        Alert.Subject subject = alert.subject();
        return subject == null ? null : part.apply(subject);
    }

    private static @Nullable String ofEnd(Alert alert, Function<TimeBounds, Instant> bound) {
        TimeBounds ended = alert.ended();
        return ended == null ? null : AlertJson.time(bound.apply(ended));
    }

    /** Of a template that is sent for a message, outside of the list. */
    static Names namesOfMessages() {
        return new Names(List.copyOf(OF_MESSAGES.keySet()), false);
    }

    /** Of a template that is sent for each alert. */
    static Names namesOfAlerts() {
        List<String> names = new ArrayList<>(OF_ALERTS.keySet());
        OF_MESSAGES.keySet().stream()
                .filter(name -> !OF_ALERTS.containsKey(name))
                .forEach(names::add);
        return new Names(names, true);
    }

    /** Within the list. */
    static Names namesOfItems() {
        List<String> names = new ArrayList<>(namesOfAlerts().known());
        names.add(FIRST);
        names.add(LAST);
        return new Names(names, true);
    }

    /** With an alert of the message. */
    TemplateScope of(int item) {
        return new TemplateScope(message, now, message.alerts().get(item), item);
    }

    /** Not escaped; empty where there is no value. */
    String value(String name) {
        Alert about = alert;
        if (about != null) {
            if (name.startsWith(LABELS)) {
                Alert.Subject subject = about.subject();
                String label = name.substring(LABELS.length());
                return subject == null ? "" : subject.about().labels().getOrDefault(label, "");
            }
            if (name.equals(FIRST) || name.equals(LAST)) {
                return Boolean.toString(
                        index == (name.equals(FIRST) ? 0 : message.alerts().size() - 1));
            }
            Function<Alert, @Nullable Object> field = OF_ALERTS.get(name);
            if (field != null) {
                return text(field.apply(about));
            }
        }
        Function<TemplateScope, Object> field = OF_MESSAGES.get(name);
        return field == null ? "" : text(field.apply(this));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    /** Whether a section of the field is sent. */
    boolean has(String name) {
        String value = value(name);
        return !value.isEmpty() && !value.equals("false") && !value.equals("0");
    }
}
