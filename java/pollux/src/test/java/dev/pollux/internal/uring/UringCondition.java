package dev.pollux.internal.uring;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips where the system has no rings for ports, or forbids them. Fails where it has, and they don't do what they should. */
public final class UringCondition implements ExecutionCondition {
    private static final String[] OF_THE_SYSTEM = {"(EPERM)", "(ENOSYS)", "have no operation", "kernel 5.19"};

    /** {@return why there are none, or null if there are} */
    private static String reason() {
        String refusal = new UringProvider().whyUnavailable();
        if (refusal != null && Stream.of(OF_THE_SYSTEM).noneMatch(refusal::contains)) {
            throw new IllegalStateException("io_uring is there, and does not work: " + refusal);
        }
        return refusal;
    }

    /** Does the same within a test. */
    public static void require() {
        String reason = reason();
        assumeTrue(reason == null, "there is no io_uring here: " + reason);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String reason = reason();
        return reason == null
                ? ConditionEvaluationResult.enabled("there is io_uring")
                : ConditionEvaluationResult.disabled("there is no io_uring here: " + reason);
    }
}
