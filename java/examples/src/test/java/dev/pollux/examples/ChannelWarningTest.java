package dev.pollux.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Backend;
import dev.pollux.binding.BindingRegistry;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.TriggerMode;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JDK channel's descriptor is read by the jni library where that is on the path, as it is here, whichever binding is chosen. */
@EnabledOnOs(OS.LINUX)
class ChannelWarningTest {
    private static final int DENIES_UNSAFE = 24; // the first JDK that warns, too

    /** Registers an end of a pipe. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws Exception {
            Pipe pipe = Pipe.open();
            pipe.source().configureBlocking(false);
            try (ReadinessPort port = ReadinessPort.open(Backend.EPOLL)) {
                Registration registration =
                        port.register(pipe.source(), Interest.READ, TriggerMode.LEVEL, (self, readiness) -> {});
                System.out.println(port.describe().contains("binding=" + arguments[0]) && registration.isOpen());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffm", "jni", "jnr"})
    void registersWithoutUnsafeAndWithoutItsWarning(String binding) throws Exception {
        requireBinding(binding);
        assertEquals("true", run(binding).strip());
    }

    @Test
    void registersWhereUnsafeIsDenied() throws Exception {
        requireBinding("ffm");
        assumeTrue(Runtime.version().feature() >= DENIES_UNSAFE, "this JVM can't deny Unsafe");
        assertEquals("true", run("ffm", "--sun-misc-unsafe-memory-access=deny").strip());
    }

    private static void requireBinding(String binding) {
        assumeTrue(
                BindingRegistry.probeAll().stream().anyMatch(each -> each.name().equals(binding) && each.available()),
                "the binding " + binding + " can't be used here");
        assumeTrue(BindingRegistry.jniCalls() != null, "the jni library was not built");
    }

    private static String run(String binding, String... flags) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(flags));
        command.add("-D" + BindingRegistry.BINDING_PROPERTY + "=" + binding);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName(), binding));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertFalse(output.contains("Unsafe"), output);
        return output;
    }
}
