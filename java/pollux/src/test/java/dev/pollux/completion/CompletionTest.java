package dev.pollux.completion;

import dev.pollux.windows.Watchdog;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Field;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstances;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.opentest4j.TestAbortedException;

/**
 * A test of completion ports: runs once with each {@link CompletionKind} that this run is about. The class has a field {@code
 * @Parameter CompletionKind kind}, and opens its ports by that.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@ArgumentsSource(CompletionTest.Kinds.class)
@ExtendWith(Watchdog.class)
@ExtendWith(CompletionTest.Here.class)
@Timeout(60) // a lost completion would hang: then the test fails instead, or the watchdog ends the JVM
public @interface CompletionTest {
    /** Those of this run. */
    final class Kinds implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return CompletionKind.ofThisRun().map(Arguments::of);
        }
    }

    /** Skips a test, by name, where the machine lacks its kind: before a fixture has opened anything. */
    final class Here implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            List<Object> instances = context.getTestInstances()
                    .map(TestInstances::getAllInstances)
                    .orElse(List.of());
            try {
                for (Object each : instances) {
                    for (Field field : AnnotationSupport.findAnnotatedFields(each.getClass(), Parameter.class)) {
                        if (field.getType() == CompletionKind.class) {
                            ((CompletionKind) ReflectionSupport.tryToReadFieldValue(field, each)
                                            .get())
                                    .check();
                        }
                    }
                }
            } catch (TestAbortedException e) {
                return ConditionEvaluationResult.disabled(e.getMessage());
            } catch (Exception e) {
                throw new IllegalStateException("the kind of backend can't be read", e);
            }
            return ConditionEvaluationResult.enabled("it is here");
        }
    }
}
