package dev.pollux.windows;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.TestBinding;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** Skips where no binding is to be tested, by a named reason; fails where the one to be tested can't be had. */
final class BindingCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        try {
            TestBinding.windows();
        } catch (TestAbortedException e) {
            return ConditionEvaluationResult.disabled(e.getMessage());
        }
        if (!TestBinding.name().equals(BindingRegistry.chosen())) {
            throw new IllegalStateException("to be tested: " + TestBinding.name() + "; in use: "
                    + BindingRegistry.chosen() + "; refused: " + BindingRegistry.refusals());
        }
        return ConditionEvaluationResult.enabled(TestBinding.name());
    }
}
