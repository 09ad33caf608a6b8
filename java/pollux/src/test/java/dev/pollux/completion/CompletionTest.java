package dev.pollux.completion;

import dev.pollux.windows.Watchdog;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * A test of completion ports: runs once with each {@link CompletionKind} that this run is about. The class has a field {@code
 * @Parameter CompletionKind kind}, and opens its ports by that.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@ArgumentsSource(CompletionTest.Kinds.class)
@ExtendWith(Watchdog.class)
@Timeout(60) // a lost completion would hang: then the test fails instead, or the watchdog ends the JVM
public @interface CompletionTest {
    /** Those of this run. */
    final class Kinds implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return CompletionKind.ofThisRun().map(Arguments::of);
        }
    }
}
