package dev.pollux.linux.uring;

import dev.pollux.linux.Errno;
import dev.pollux.linux.IoUringSetup;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips where the system has no rings, or forbids them, by what it says. */
final class RingCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        try {
            new IoUringSetup(1).open().close();
        } catch (UnsupportedOperationException e) {
            return ConditionEvaluationResult.disabled(e.getMessage());
        } catch (IOException e) {
            SystemCallException cause = SystemCallException.of(e);
            if (cause != null && (cause.code() == Errno.EPERM || cause.code() == Errno.ENOSYS)) {
                return ConditionEvaluationResult.disabled(e.getMessage());
            }
            throw new IllegalStateException("a ring can't be opened", e);
        }
        return ConditionEvaluationResult.enabled("rings can be opened");
    }
}
