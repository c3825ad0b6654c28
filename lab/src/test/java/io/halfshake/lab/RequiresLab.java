package io.halfshake.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** For tests that need the lab. Where there can be none they are skipped with the cause. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresLab.Condition.class)
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
}
