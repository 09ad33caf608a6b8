package dev.pollux.ffm;

import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** The functions that Winsock gives the addresses of. The address is a call's first argument. */
@SuppressWarnings("restricted")
final class WindowsExtension extends Downcall {
    private static final Linker LINKER = Linker.nativeLinker();

    static final WindowsExtension ACCEPT_EX = bool(LONG, LONG, ADDRESS, INT, INT, INT, ADDRESS, ADDRESS);
    static final WindowsExtension GET_ACCEPT_EX_SOCKADDRS =
            nothing(ADDRESS, INT, INT, INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    static final WindowsExtension CONNECT_EX = bool(LONG, ADDRESS, INT, ADDRESS, INT, ADDRESS, ADDRESS);
    static final WindowsExtension DISCONNECT_EX = bool(LONG, ADDRESS, INT, INT);
    static final WindowsExtension TRANSMIT_FILE = bool(LONG, LONG, INT, INT, ADDRESS, ADDRESS, INT);

    private final int arguments;
    private final boolean returnsBool;

    private WindowsExtension(int arguments, boolean returnsBool) {
        this.arguments = arguments;
        this.returnsBool = returnsBool;
    }

    private static WindowsExtension bool(MemoryLayout... arguments) {
        return new WindowsExtension(arguments.length, true);
    }

    /** Returns nothing, and leaves no code: 0 here. */
    private static WindowsExtension nothing(MemoryLayout... arguments) {
        return new WindowsExtension(arguments.length, false);
    }

    @Override
    MethodHandle link() {
        return returnsBool ? linkBool() : linkNothing();
    }

    private MethodHandle linkBool() {
        MethodHandle downcall = LINKER.downcallHandle(shape(arguments), WindowsResult.EXTENSION.saved());
        return WindowsResult.EXTENSION.told(CallState.stateFirst(CallState.addressAsLong(downcall)));
    }

    private MethodHandle linkNothing() {
        MethodHandle downcall = LINKER.downcallHandle(shape(arguments).dropReturnLayout());
        return CallState.addressAsLong(MethodHandles.filterReturnValue(downcall, MethodHandles.zero(long.class)));
    }
}
