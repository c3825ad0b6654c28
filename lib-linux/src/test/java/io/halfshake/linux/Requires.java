package io.halfshake.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** For tests that not everyone can run. Where something is missing they are skipped with the cause. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Requires.Condition.class)
@interface Requires {
    Need[] value();

    /** Says whether everything is there. */
    class Condition implements ExecutionCondition {
        private static final Map<Need, String> TROUBLES = new ConcurrentHashMap<>();

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            String troubles = AnnotationSupport.findAnnotation(context.getElement(), Requires.class).stream()
                    .flatMap(requires -> Stream.of(requires.value()))
                    .map(need -> TROUBLES.computeIfAbsent(need, Condition::find))
                    .filter(trouble -> !trouble.isEmpty())
                    .collect(Collectors.joining("; "));
            if (troubles.isEmpty()) {
                return ConditionEvaluationResult.enabled("nothing is missing");
            }
            System.err.println("SKIPPED " + context.getElement().orElseThrow() + ": " + troubles);
            return ConditionEvaluationResult.disabled(troubles);
        }

        private static String find(Need need) {
            try {
                return need.trouble();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
