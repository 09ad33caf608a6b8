package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A broken pipe is an error and not a signal too: a process that has SIGPIPE as the system has it must live. */
@LinuxTest
class SigpipeTest {
    private static final String ALL_SENT = "all sent";
    private static final int ENDED_BY_SIGPIPE = 128 + 13;

    /** The program ends itself by the signal when it has sent all: so it is known that the signal would have ended it before. */
    @Test
    void sendsRaiseNoSignal() throws Exception {
        Process program = ChildJvm.start(List.of(), List.of("-ea"), Main.class);
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(ALL_SENT, output.strip());
        assertEquals(ENDED_BY_SIGPIPE, program.waitFor());
    }

    /** In a JVM of its own, without {@code -Xcheck:jni}: what a process does at a signal is not one test's, and that complains. */
    static final class Main {
        public static void main(String[] arguments) throws Exception {
            Class<?> signalType = Class.forName("sun.misc.Signal"); // javac warns of it when it is named in the source
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object pipe = signalType.getConstructor(String.class).newInstance("PIPE");
            Object systems = handlerType.getField("SIG_DFL").get(null);
            signalType.getMethod("handle", signalType, handlerType).invoke(null, pipe, systems);
            LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
            pair[1].close();
            ByteBuffer[] one = {ByteBuffer.allocate(1)};
            assertThrows(SocketException.class, () -> pair[0].send(one[0]));
            assertThrows(SocketException.class, () -> pair[0].send(ByteBuffer.allocateDirect(1)));
            assertThrows(SocketException.class, () -> pair[0].send(one, 0, 1));
            assertThrows(SocketException.class, () -> pair[0].sendDescriptors(one[0], pair[0]));
            pair[0].close();
            System.out.println(ALL_SENT);
            String kill = "kill -PIPE " + ProcessHandle.current().pid();
            new ProcessBuilder("sh", "-c", kill).start();
            Thread.currentThread().join(); // for ever
        }
    }
}
