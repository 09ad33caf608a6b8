package dev.pollux.ffm;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;

/** The address of a direct buffer, by a {@link MemorySegment} that is never made. {@link Downcall} says how. */
final class BufferAddress {
    private static MethodHandle address = find();

    private BufferAddress() {}

    private static MethodHandle find() {
        try {
            return MethodHandles.lookup()
                    .findStatic(BufferAddress.class, "ofSegment", MethodType.methodType(long.class, ByteBuffer.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static long of(ByteBuffer buffer) {
        try {
            return (long) address.invokeExact(buffer);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    @SuppressWarnings("restricted")
    static ByteBuffer buffer(long address, int length) {
        return MemorySegment.ofAddress(address).reinterpret(length).asByteBuffer();
    }

    @SuppressWarnings("unused") // through the handle
    private static long ofSegment(ByteBuffer buffer) {
        while (true) {
            int position = buffer.position();
            long atPosition = MemorySegment.ofBuffer(buffer).address(); // a segment begins at its buffer's position
            if (buffer.position() == position) { // else another thread has moved it
                return atPosition - position;
            }
        }
    }
}
