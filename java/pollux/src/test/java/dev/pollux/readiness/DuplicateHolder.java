package dev.pollux.readiness;

import dev.pollux.Await;
import dev.pollux.linux.Family;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.linux.UnixAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Another process that is sent a descriptor, and holds it until its input ends. */
final class DuplicateHolder {
    private DuplicateHolder() {}

    /**
     * Runs until its input ends.
     *
     * @param arguments the socket at which the descriptor is to be had
     * @throws Exception if it fails
     */
    public static void main(String[] arguments) throws Exception {
        try (LinuxStreamSocket socket = LinuxStreamSocket.open(Family.UNIX)) {
            socket.connect(UnixAddress.of(Path.of(arguments[0])));
            int[] got = {-1};
            Await.until("a descriptor", () -> socket.receiveDescriptors(ByteBuffer.allocate(1), got) == 1);
            System.out.println("holds " + (got[0] >= 0));
            while (System.in.read() >= 0) {}
        }
    }
}
