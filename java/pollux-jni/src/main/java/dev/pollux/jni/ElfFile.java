package dev.pollux.jni;

import dev.pollux.binding.BindingUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells what a library file is made for, in better words than the dynamic linker's. */
final class ElfFile {
    private static final int HEADER_LENGTH = 20;
    private static final int MAGIC = 0x464c457f; // 0x7f 'E' 'L' 'F'
    private static final int MACHINE = 18;
    private static final int EM_X86_64 = 62;
    private static final int EM_AARCH64 = 183;

    private ElfFile() {}

    static void requireFor(String processor, Path library, String remedy) throws BindingUnavailableException {
        ByteBuffer header;
        try (InputStream in = Files.newInputStream(library)) {
            header = ByteBuffer.wrap(in.readNBytes(HEADER_LENGTH)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException failure) {
            throw new BindingUnavailableException("the library cannot be read: " + failure, remedy, failure);
        }
        if (header.capacity() < HEADER_LENGTH || header.getInt(0) != MAGIC) {
            throw new BindingUnavailableException(library + " is not a library", remedy, null);
        }
        String madeFor = processor(header.getShort(MACHINE));
        if (!madeFor.equals(processor)) {
            throw new BindingUnavailableException(
                    library + " is made for " + madeFor + ", this JVM for " + processor, remedy, null);
        }
    }

    private static String processor(int machine) {
        return switch (machine) {
            case EM_X86_64 -> "x86_64";
            case EM_AARCH64 -> "aarch64";
            default -> "another processor (ELF machine " + machine + ")";
        };
    }
}
