package dev.pollux.linux.device;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.LinuxCalls;
import dev.pollux.linux.LinuxFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** A pair of pseudoterminals (pts(4)): what a serial line's other end would be. */
public final class Terminal implements AutoCloseable {
    private static final long TIOCSPTLCK = 0x4004_5431;
    private static final long TIOCGPTN = 0x8004_5430L;

    private final LinuxCalls calls = BindingRegistry.linuxCalls();
    private final LinuxFile master;
    private final Path line;

    /** Opens one, and unlocks its line. */
    public Terminal() throws IOException {
        master = LinuxFile.open(Path.of("/dev/ptmx"), LinuxFile.READ_WRITE | LinuxFile.NO_TERMINAL, 0);
        ByteBuffer number = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
        long address = calls.addressOf(number);
        ioctl(TIOCSPTLCK, address); // 0: it is not locked
        ioctl(TIOCGPTN, address);
        line = Path.of("/dev/pts/" + number.getInt(0));
    }

    private void ioctl(long request, long address) throws IOException {
        int result = calls.ioctl(master.fd(), request, address);
        if (result < 0) {
            throw new IOException("ioctl: " + result);
        }
    }

    /** {@return the end that a program opens as its device} */
    public Path line() {
        return line;
    }

    /** {@return the other end} */
    public LinuxFile master() {
        return master;
    }

    @Override
    public void close() {
        master.close();
    }
}
