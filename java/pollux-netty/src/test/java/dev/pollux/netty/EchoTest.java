package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import dev.pollux.netty.watch.LeakChecked;
import io.netty.channel.Channel;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs({OS.LINUX, OS.WINDOWS})
@Timeout(30)
class EchoTest extends LeakChecked {
    @Test
    void itIsAvailable() {
        assertNull(Pollux.unavailabilityCause());
        assertTrue(Pollux.isAvailable());
    }

    @Test
    void aBackendThatItHasNotIsRefused() {
        UnsupportedOperationException refused =
                assertThrows(UnsupportedOperationException.class, () -> PolluxIoHandler.newFactory(Backend.NIO));
        assertEquals(
                OS.WINDOWS.isCurrentOs()
                        ? "event loops of Netty's run on iocp on Windows, not on nio"
                        : "event loops of Netty's run on epoll, io_uring and emulated on Linux, not on nio",
                refused.getMessage());
    }

    @Test
    void whatIsSentComesBack() throws Exception {
        try (Loops loops = new Loops(1)) {
            Channel listener = Loops.listen(loops.server(EchoHandler::new));
            try (Socket client = new Socket()) {
                client.connect(Loops.addressOf(listener));
                byte[] sent = {1, 2, 3};
                client.getOutputStream().write(sent);
                assertArrayEquals(sent, client.getInputStream().readNBytes(3));
            }
        }
    }
}
