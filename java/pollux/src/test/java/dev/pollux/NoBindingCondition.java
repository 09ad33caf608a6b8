package dev.pollux;

import dev.pollux.binding.TestBinding;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips where a binding is under test. */
final class NoBindingCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return System.getProperty(TestBinding.PROPERTY, "").isEmpty()
                ? ConditionEvaluationResult.enabled("no binding is under test")
                : ConditionEvaluationResult.disabled("meets no binding: it runs in the suite that has none");
    }
}
