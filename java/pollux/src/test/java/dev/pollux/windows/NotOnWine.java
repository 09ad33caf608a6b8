package dev.pollux.windows;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** A test of what Windows does and Wine does not: skipped there by name, with the reason. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NotOnWine.Condition.class)
public @interface NotOnWine {
    /** {@return what Wine lacks} */
    String value();

    /** Looks at the property that the runner under Wine sets. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (!Boolean.getBoolean("dev.pollux.test.wine")) {
                return ConditionEvaluationResult.enabled("not on Wine");
            }
            return AnnotationSupport.findAnnotation(context.getElement(), NotOnWine.class)
                    .map(found -> ConditionEvaluationResult.disabled("Wine: " + found.value()))
                    .orElse(ConditionEvaluationResult.enabled("runs on Wine too"));
        }
    }
}
