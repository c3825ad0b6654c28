package io.halfshake.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * For tests that need the lab. Where there can be none they are skipped with the cause. A {@code @BeforeAll} method
 * with a {@link Lab} as its parameter gets one that is closed after the class.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({RequiresLab.Condition.class, RequiresLab.SharedLab.class})
@interface RequiresLab {
    /** Says whether there can be a lab. */
    class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            String trouble = LabNetwork.trouble();
            return trouble.isEmpty()
                    ? ConditionEvaluationResult.enabled("in a network of its own")
                    : ConditionEvaluationResult.disabled(trouble);
        }
    }

    /** Starts the lab of a class. */
    class SharedLab implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Lab.class;
        }

        @Override
        public Lab resolveParameter(ParameterContext parameter, ExtensionContext context) {
            // The store closes what it holds.
            return context.getStore(ExtensionContext.Namespace.create(SharedLab.class))
                    .computeIfAbsent(Lab.class, type -> Lab.start(), Lab.class);
        }
    }
}
