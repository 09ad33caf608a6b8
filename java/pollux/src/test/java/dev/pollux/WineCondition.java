package dev.pollux;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Who starts the tests under Wine says so, by the properties {@value #PROPERTY} and {@value #VERSION}, such as 8. */
public final class WineCondition implements ExecutionCondition {
    public static final String PROPERTY = "dev.pollux.test.wine";
    public static final String VERSION = "dev.pollux.test.wine.version";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!Boolean.getBoolean(PROPERTY)) {
            return ConditionEvaluationResult.enabled("this is not Wine");
        }
        return AnnotationSupport.findAnnotation(context.getElement(), NotOnWine.class)
                .filter(not -> NotOnWine.Here.isBefore(not.until()))
                .map(not -> ConditionEvaluationResult.disabled(not.value() + "; runs on real Windows"))
                .orElseGet(() -> ConditionEvaluationResult.enabled("the same on Wine"));
    }
}
