package dev.pollux.linux;

import dev.pollux.binding.BindingRegistry;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips where no binding is to be tested, by a named reason; fails where the one to be tested can't be had. */
final class BindingCondition implements ExecutionCondition {
    /** System property: the binding that this module's tests are about; empty where none is on the class path. */
    static final String PROPERTY = "dev.pollux.test.binding";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String wanted = System.getProperty(PROPERTY, "");
        if (wanted.isEmpty()) {
            return ConditionEvaluationResult.disabled("no binding is on this module's class path: " + PROPERTY
                    + " is empty; the binding modules run this test");
        }
        if (!System.getProperty("os.name").equals("Linux")) {
            return ConditionEvaluationResult.disabled("not Linux");
        }
        if (wanted.equals(BindingRegistry.chosen())) {
            return ConditionEvaluationResult.enabled(wanted);
        }
        // The class path's natives folder is empty where there is no C compiler to build the jni binding's library.
        if (wanted.equals("jni") && Boolean.getBoolean("dev.pollux.test.nativeMissing")) {
            return ConditionEvaluationResult.disabled("no native library was built for the jni binding");
        }
        throw new IllegalStateException("the binding " + wanted + " can't be used here: " + BindingRegistry.refusals());
    }
}
