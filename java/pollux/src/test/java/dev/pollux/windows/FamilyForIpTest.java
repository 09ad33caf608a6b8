package dev.pollux.windows;

import dev.pollux.binding.Ipv6Calls;
import dev.pollux.linux.ChildJvm;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether there is IPv6 is asked of the system once, and no passing failure is taken for an answer. In a JVM of its own. */
@WindowsTest
class FamilyForIpTest {
    @ParameterizedTest
    @ValueSource(strings = {"refusal", "answer"})
    void whatTheSystemSaysIsKept(String what) throws Exception {
        ChildJvm.run(List.of(), List.of("-ea"), Main.class, what);
    }

    /** What runs there. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws Exception {
            if (arguments[0].equals("refusal")) {
                Ipv6Calls.checkThatARefusalIsKept(Family::forIp);
            } else {
                Ipv6Calls.checkThatAnAnswerIsKept(Family::forIp);
            }
        }
    }
}
