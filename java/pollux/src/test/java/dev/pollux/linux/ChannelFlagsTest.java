package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Backend;
import dev.pollux.binding.TestBinding;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.TriggerMode;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** By which of the JVM's flags a JDK channel's descriptor is had, or refused. */
@ExtendWith(BindingCondition.class)
class ChannelFlagsTest {
    private static final String OPEN = "java.base/sun.nio.ch=ALL-UNNAMED";
    private static final String NO_UNSAFE = "--sun-misc-unsafe-memory-access=deny";

    /** Registers an end of a pipe. */
    static final class Program {
        public static void main(String[] arguments) throws IOException {
            Pipe pipe = Pipe.open();
            pipe.source().configureBlocking(false);
            try (ReadinessPort port = ReadinessPort.open(Backend.EPOLL)) {
                Registration registration =
                        port.register(pipe.source(), Interest.READ, TriggerMode.LEVEL, (self, readiness) -> {});
                System.out.println("registered " + registration.isOpen());
            } catch (UnsupportedOperationException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }

    @Test
    void theOpenedPackageIsReadWithoutUnsafe() throws Exception {
        String output = ChildJvm.run(List.of(), List.of("--add-opens", OPEN), Program.class);
        assertTrue(output.contains("registered true"), output);
        assertTrue(!output.contains("Unsafe"), output);
    }

    /** While there is such a class: the JVM's warning tells that it was used. */
    @Test
    void unsafeReadsItWhereNothingElseDoes() throws Exception {
        String output = ChildJvm.run(List.of(), List.of(), Program.class);
        assertTrue(output.contains("registered true"), output);
        boolean warns = Runtime.version().feature() >= 24 && !TestBinding.name().equals("jni");
        assertEquals(warns, output.contains("sun.misc.Unsafe"), output);
    }

    @Test
    void withoutEitherTheRefusalNamesTheFlag() throws Exception {
        assumeTrue(Runtime.version().feature() >= 24, "this JVM can't deny Unsafe");
        String output = ChildJvm.run(List.of(), List.of(NO_UNSAFE), Program.class);
        if (TestBinding.name().equals("jni")) { // which reads the field itself
            assertTrue(output.contains("registered true"), output);
        } else {
            assertTrue(output.contains("refused: ") && output.contains("--add-opens " + OPEN), output);
            assertTrue(output.contains("pollux-jni") && output.contains("--enable-native-access=ALL-UNNAMED"), output);
        }
    }
}
