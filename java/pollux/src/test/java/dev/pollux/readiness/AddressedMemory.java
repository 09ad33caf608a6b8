package dev.pollux.readiness;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.LinuxCalls;
import java.nio.ByteBuffer;

/** Native memory as a program with an allocator of its own has it: an address and a length. */
record AddressedMemory(ByteBuffer buffer) {
    AddressedMemory(int bytes) {
        this(ByteBuffer.allocateDirect(bytes));
    }

    /** Without a binding, where nothing takes it, any address but 0. */
    long address() {
        LinuxCalls calls = BindingRegistry.linuxCalls();
        return calls == null ? 1 : calls.addressOf(buffer);
    }

    /** Its two halves. */
    long[] addresses() {
        return new long[] {address(), address() + buffer.capacity() / 2};
    }

    int[] lengths() {
        return new int[] {buffer.capacity() / 2, buffer.capacity() / 2};
    }
}
