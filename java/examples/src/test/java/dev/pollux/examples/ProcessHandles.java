package dev.pollux.examples;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.WindowsCalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntSupplier;
import jnr.ffi.LibraryLoader;

/**
 * How many handles this process has open: GetProcessHandleCount, which Wine 8 answers with 0; there, the list of all handles
 * of all processes is counted.
 */
public final class ProcessHandles implements IntSupplier {
    private static final long THIS_PROCESS = -1;
    private static final int SYSTEM_EXTENDED_HANDLE_INFORMATION = 64;
    private static final int LIST_BYTES = 1 << 20;

    // The list's length and a reserved word; then entries of so many bytes, with the process's number second.
    private static final int ENTRIES = 16;
    private static final int ENTRY_BYTES = 40;
    private static final int UNIQUE_PROCESS_ID = 8;

    /** Of ntdll.dll; public, for jnr-ffi makes a class of it. */
    public interface Ntdll {
        /** {@return an NTSTATUS, negative for an error} */
        int NtQuerySystemInformation(int what, ByteBuffer into, int capacity, ByteBuffer length);
    }

    private final ByteBuffer list = ByteBuffer.allocateDirect(LIST_BYTES).order(ByteOrder.nativeOrder());
    private final ByteBuffer number = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
    private Ntdll ntdll;

    @Override
    public int getAsInt() {
        return count();
    }

    int count() {
        WindowsCalls calls = BindingRegistry.windowsCalls();
        int result = calls.getProcessHandleCount(THIS_PROCESS, calls.addressOf(number));
        if (result <= 0) {
            throw new AssertionError("GetProcessHandleCount: " + -result);
        }
        return number.getInt(0) > 0 ? number.getInt(0) : ofList();
    }

    private int ofList() {
        if (ntdll == null) {
            ntdll = LibraryLoader.create(Ntdll.class).load("ntdll");
        }
        int status = ntdll.NtQuerySystemInformation(
                SYSTEM_EXTENDED_HANDLE_INFORMATION, list.clear(), LIST_BYTES, number.clear());
        if (status < 0) {
            throw new AssertionError("NtQuerySystemInformation: 0x" + Integer.toHexString(status));
        }
        long self = ProcessHandle.current().pid();
        int count = 0;
        for (int i = 0; i < list.getLong(0); i++) {
            if (list.getLong(ENTRIES + i * ENTRY_BYTES + UNIQUE_PROCESS_ID) == self) {
                count++;
            }
        }
        return count;
    }
}
