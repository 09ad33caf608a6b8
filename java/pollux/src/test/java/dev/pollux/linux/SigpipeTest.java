package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A broken pipe is an error and not a signal too: a process with a handler of its own for SIGPIPE must not be hit. */
@LinuxTest
class SigpipeTest {
    private static final int RAISED = 20;

    /** A handler is the whole process's. {@code -Xcheck:jni} complains about one that is not the JVM's: here it is not said. */
    @Test
    void sendsRaiseNoSignal() throws Exception {
        ChildJvm.run(List.of(), List.of("-ea"), Main.class);
    }

    static final class Main {
        public static void main(String[] arguments) throws Exception {
            AtomicInteger seen = new AtomicInteger();
            Class<?> signalType = Class.forName("sun.misc.Signal"); // javac warns of it when it is named in the source
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object pipe = signalType.getConstructor(String.class).newInstance("PIPE");
            Object counter = Proxy.newProxyInstance(
                    SigpipeTest.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, none) -> {
                        seen.incrementAndGet();
                        return null;
                    });
            signalType.getMethod("handle", signalType, handlerType).invoke(null, pipe, counter);
            LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
            pair[1].close();
            ByteBuffer[] one = {ByteBuffer.allocate(1)};
            assertThrows(SocketException.class, () -> pair[0].send(one[0]));
            assertThrows(SocketException.class, () -> pair[0].send(ByteBuffer.allocateDirect(1)));
            assertThrows(SocketException.class, () -> pair[0].send(one, 0, 1));
            assertThrows(SocketException.class, () -> pair[0].sendDescriptors(one[0], pair[0]));
            pair[0].close();
            // Handlers run in order of the signals, some time after: these come after any of the sends'.
            for (int i = 1; i <= RAISED; i++) {
                signalType.getMethod("raise", signalType).invoke(null, pipe);
                while (seen.get() < i) {
                    Task.spin();
                }
            }
            assertEquals(RAISED, seen.get());
        }
    }
}
