package dev.pollux.jni;

import dev.pollux.binding.BindingUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells what a library file is made for, in better words than the Windows loader's. */
final class PeFile {
    private static final int HEADER_LENGTH = 4096; // the DOS program before the header is far shorter
    private static final int DOS_HEADER_LENGTH = 64;
    private static final short DOS_MAGIC = 0x5a4d; // 'M' 'Z'
    private static final int HEADER_OFFSET = 60;
    private static final int MAGIC = 0x4550; // 'P' 'E' 0 0
    private static final int MACHINE = 4;
    private static final int MACHINE_END = 6;
    private static final int AMD64 = 0x8664;
    private static final int ARM64 = 0xaa64;
    private static final int I386 = 0x14c;

    private PeFile() {}

    static void requireFor(String processor, Path library, String remedy) throws BindingUnavailableException {
        ByteBuffer file;
        try (InputStream in = Files.newInputStream(library)) {
            file = ByteBuffer.wrap(in.readNBytes(HEADER_LENGTH)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException failure) {
            throw new BindingUnavailableException("the library cannot be read: " + failure, remedy, failure);
        }
        int header = header(file);
        if (header < 0) {
            throw new BindingUnavailableException(library + " is not a library", remedy, null);
        }
        String madeFor = processor(file.getShort(header + MACHINE) & 0xffff);
        if (!madeFor.equals(processor)) {
            throw new BindingUnavailableException(
                    library + " is made for " + madeFor + ", this JVM for " + processor, remedy, null);
        }
    }

    /** The offset of the header, or -1. */
    private static int header(ByteBuffer file) {
        if (file.capacity() < DOS_HEADER_LENGTH || file.getShort(0) != DOS_MAGIC) {
            return -1;
        }
        int header = file.getInt(HEADER_OFFSET);
        boolean isThere = header >= 0 && header <= file.capacity() - MACHINE_END && file.getInt(header) == MAGIC;
        return isThere ? header : -1;
    }

    private static String processor(int machine) {
        return switch (machine) {
            case AMD64 -> "x86_64";
            case ARM64 -> "aarch64";
            case I386 -> "32-bit x86";
            default -> "another processor (PE machine 0x" + Integer.toHexString(machine) + ")";
        };
    }
}
