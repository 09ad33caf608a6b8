package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A port for files, and a folder for them. */
public abstract class CompletionFileFixture extends CompletionPortFixture {
    @TempDir
    Path folder;

    /** Submits it, and returns its result. */
    <O extends Operation<O>> long result(O operation) {
        Told told = end(operation);
        assertEquals(List.of(), told.failures);
        return told.result;
    }

    /** Submits it, and returns its failure. */
    <O extends Operation<O>> IOException failure(O operation) {
        Told told = end(operation);
        assertEquals(0, told.completions, () -> "completed with " + told.result);
        return told.failures.get(0);
    }

    static ByteBuffer direct(int size) {
        return ByteBuffer.allocateDirect(size);
    }

    static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    static byte[] bytes(ByteBuffer written) {
        byte[] bytes = new byte[written.position()];
        written.get(0, bytes);
        return bytes;
    }

    /** Bytes that tell their place. */
    static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8) * 17 + (i >> 16));
        }
        return bytes;
    }
}
