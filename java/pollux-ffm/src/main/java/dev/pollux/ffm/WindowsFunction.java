package dev.pollux.ffm;

import dev.pollux.binding.BindingUnavailableException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The functions of Windows's libraries that the binding calls, each by a method that names how it tells a failure. The types
 * are what C declares, for the reader: their number is used, see {@link Downcall#shape}.
 */
@SuppressWarnings("restricted")
final class WindowsFunction extends Downcall {
    private static final Linker LINKER = Linker.nativeLinker();

    private static final List<WindowsFunction> ALL = new ArrayList<>();

    // port.c
    static final WindowsFunction CREATE_IO_COMPLETION_PORT = port("CreateIoCompletionPort", LONG, LONG, LONG, INT);
    static final WindowsFunction GET_QUEUED_COMPLETION_STATUS_EX =
            bool("GetQueuedCompletionStatusEx", LONG, ADDRESS, INT, ADDRESS, INT, INT);
    static final WindowsFunction POST_QUEUED_COMPLETION_STATUS =
            bool("PostQueuedCompletionStatus", LONG, INT, LONG, ADDRESS);
    static final WindowsFunction SET_FILE_COMPLETION_NOTIFICATION_MODES =
            bool("SetFileCompletionNotificationModes", LONG, INT);
    static final WindowsFunction CANCEL_IO_EX = bool("CancelIoEx", LONG, ADDRESS);

    // handle.c
    static final WindowsFunction CLOSE_HANDLE = bool("CloseHandle", LONG);
    static final WindowsFunction GET_PROCESS_HANDLE_COUNT = bool("GetProcessHandleCount", LONG, ADDRESS);
    static final WindowsFunction RTL_NT_STATUS_TO_DOS_ERROR = codeless(Library.NTDLL, "RtlNtStatusToDosError", INT);
    static final WindowsFunction FORMAT_MESSAGE =
            count("FormatMessageW", INT, ADDRESS, INT, INT, ADDRESS, INT, ADDRESS);
    static final WindowsFunction NT_OPEN_FILE =
            codeless(Library.NTDLL, "NtOpenFile", ADDRESS, INT, ADDRESS, ADDRESS, INT, INT);
    static final WindowsFunction DEVICE_IO_CONTROL =
            bool("DeviceIoControl", LONG, INT, ADDRESS, INT, ADDRESS, INT, ADDRESS, ADDRESS);

    // file.c
    static final WindowsFunction CREATE_FILE = handle("CreateFileW", ADDRESS, INT, INT, ADDRESS, INT, INT, ADDRESS);
    static final WindowsFunction GET_FILE_SIZE_EX = bool("GetFileSizeEx", LONG, ADDRESS);
    static final WindowsFunction GET_FILE_TYPE = codeless(Library.KERNEL32, "GetFileType", LONG);
    static final WindowsFunction SET_FILE_INFORMATION_BY_HANDLE =
            bool("SetFileInformationByHandle", LONG, INT, ADDRESS, INT);
    static final WindowsFunction FLUSH_FILE_BUFFERS = bool("FlushFileBuffers", LONG);
    static final WindowsFunction READ_FILE = bool("ReadFile", LONG, ADDRESS, INT, ADDRESS, ADDRESS);
    static final WindowsFunction WRITE_FILE = bool("WriteFile", LONG, ADDRESS, INT, ADDRESS, ADDRESS);
    static final WindowsFunction CREATE_NAMED_PIPE =
            handle("CreateNamedPipeW", ADDRESS, INT, INT, INT, INT, INT, INT, ADDRESS);
    static final WindowsFunction CONNECT_NAMED_PIPE = bool("ConnectNamedPipe", LONG, ADDRESS);
    static final WindowsFunction DISCONNECT_NAMED_PIPE = bool("DisconnectNamedPipe", LONG);

    // socket.c
    static final WindowsFunction WSA_STARTUP = codeless(Library.WS2_32, "WSAStartup", INT, ADDRESS);
    static final WindowsFunction WSA_SOCKET = socket("WSASocketW", INT, INT, INT, ADDRESS, INT, INT);
    static final WindowsFunction CLOSESOCKET = winsock("closesocket", LONG);
    static final WindowsFunction BIND = winsock("bind", LONG, ADDRESS, INT);
    static final WindowsFunction LISTEN = winsock("listen", LONG, INT);
    static final WindowsFunction CONNECT = winsock("connect", LONG, ADDRESS, INT);
    static final WindowsFunction GETSOCKNAME = winsock("getsockname", LONG, ADDRESS, ADDRESS);
    static final WindowsFunction GETPEERNAME = winsock("getpeername", LONG, ADDRESS, ADDRESS);
    static final WindowsFunction GETSOCKOPT = winsock("getsockopt", LONG, INT, INT, ADDRESS, ADDRESS);
    static final WindowsFunction SETSOCKOPT = winsock("setsockopt", LONG, INT, INT, ADDRESS, INT);
    static final WindowsFunction SHUTDOWN = winsock("shutdown", LONG, INT);
    static final WindowsFunction IOCTLSOCKET = winsock("ioctlsocket", LONG, INT, ADDRESS);
    static final WindowsFunction WSA_IOCTL =
            winsock("WSAIoctl", LONG, INT, ADDRESS, INT, ADDRESS, INT, ADDRESS, ADDRESS, ADDRESS);

    // transfer.c
    static final WindowsFunction RECV = winsock("recv", LONG, ADDRESS, INT, INT);
    static final WindowsFunction SEND = winsock("send", LONG, ADDRESS, INT, INT);
    static final WindowsFunction WSA_RECV = winsock("WSARecv", LONG, ADDRESS, INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    static final WindowsFunction WSA_SEND = winsock("WSASend", LONG, ADDRESS, INT, ADDRESS, INT, ADDRESS, ADDRESS);
    static final WindowsFunction WSA_RECV_FROM =
            winsock("WSARecvFrom", LONG, ADDRESS, INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    static final WindowsFunction WSA_SEND_TO =
            winsock("WSASendTo", LONG, ADDRESS, INT, ADDRESS, INT, ADDRESS, INT, ADDRESS, ADDRESS);

    /** A library of Windows itself: a known one, which is loaded from the system's own directory alone. */
    private enum Library {
        KERNEL32,
        NTDLL,
        WS2_32;

        private final SymbolLookup symbols = SymbolLookup.libraryLookup(dllName(), Arena.global());

        String dllName() {
            return name().toLowerCase(Locale.ROOT) + ".dll";
        }
    }

    private final Library library;
    private final String cName;
    private final int arguments;
    private final WindowsResult result; // null: it leaves no code

    private WindowsFunction(Library library, String cName, WindowsResult result, MemoryLayout[] arguments) {
        this.library = library;
        this.cName = cName;
        this.arguments = arguments.length;
        this.result = result;
        ALL.add(this);
    }

    private static WindowsFunction bool(String cName, MemoryLayout... arguments) {
        return new WindowsFunction(Library.KERNEL32, cName, WindowsResult.BOOL, arguments);
    }

    private static WindowsFunction count(String cName, MemoryLayout... arguments) {
        return new WindowsFunction(Library.KERNEL32, cName, WindowsResult.COUNT, arguments);
    }

    private static WindowsFunction port(String cName, MemoryLayout... arguments) {
        return new WindowsFunction(Library.KERNEL32, cName, WindowsResult.PORT, arguments);
    }

    private static WindowsFunction handle(String cName, MemoryLayout... arguments) {
        return new WindowsFunction(Library.KERNEL32, cName, WindowsResult.HANDLE, arguments);
    }

    private static WindowsFunction socket(String cName, MemoryLayout... arguments) {
        return new WindowsFunction(Library.WS2_32, cName, WindowsResult.SOCKET, arguments);
    }

    private static WindowsFunction winsock(String cName, MemoryLayout... arguments) {
        return new WindowsFunction(Library.WS2_32, cName, WindowsResult.WINSOCK, arguments);
    }

    private static WindowsFunction codeless(Library library, String cName, MemoryLayout... arguments) {
        return new WindowsFunction(library, cName, null, arguments);
    }

    String cName() {
        return cName;
    }

    Optional<MemorySegment> find() {
        return library.symbols.find(cName);
    }

    /** Looks every function up without linking it: cheap, and what is missing is known before the binding is chosen. */
    static void requireAll() throws BindingUnavailableException {
        requireAll(WindowsFunction::find);
    }

    static void requireAll(Function<WindowsFunction, Optional<MemorySegment>> finder)
            throws BindingUnavailableException {
        for (WindowsFunction function : ALL) {
            if (finder.apply(function).isEmpty()) {
                throw new BindingUnavailableException(
                        function.library.dllName() + " has no function " + function.cName, "use a newer Windows", null);
            }
        }
    }

    @Override
    MethodHandle link() {
        MemorySegment function = find().orElseThrow();
        return result == null
                ? LINKER.downcallHandle(function, shape(arguments))
                : result.told(LINKER.downcallHandle(function, shape(arguments), result.saved()));
    }
}
