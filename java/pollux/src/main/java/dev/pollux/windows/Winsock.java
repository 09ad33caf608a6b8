package dev.pollux.windows;

import static dev.pollux.windows.Windows.CALLS;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/** What a process does once for Winsock. */
final class Winsock {
    private static final int VERSION_2_2 = 0x0202;
    private static final int WSADATA_SIZE = 512; // 408 bytes on 64-bit systems

    private static volatile boolean started;

    private Winsock() {}

    /** WSAStartup. It is never undone, because others in the process use Winsock too. */
    static void start() throws IOException {
        Windows.require();
        if (started) {
            return;
        }
        synchronized (Winsock.class) {
            if (!started) {
                ByteBuffer data = ByteBuffer.allocateDirect(WSADATA_SIZE);
                int result = CALLS.wsaStartup(VERSION_2_2, CALLS.addressOf(data));
                Reference.reachabilityFence(data);
                if (result < 0) {
                    throw Errors.of("WSAStartup", result, "");
                }
                started = true;
            }
        }
    }
}
