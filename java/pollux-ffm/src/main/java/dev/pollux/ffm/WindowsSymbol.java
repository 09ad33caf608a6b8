package dev.pollux.ffm;

import dev.pollux.binding.BindingUnavailableException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The functions of Windows's libraries that the binding calls, each with its library and its name in C. */
enum WindowsSymbol {
    CREATE_IO_COMPLETION_PORT(Library.KERNEL32, "CreateIoCompletionPort"),
    GET_QUEUED_COMPLETION_STATUS_EX(Library.KERNEL32, "GetQueuedCompletionStatusEx"),
    POST_QUEUED_COMPLETION_STATUS(Library.KERNEL32, "PostQueuedCompletionStatus"),
    SET_FILE_COMPLETION_NOTIFICATION_MODES(Library.KERNEL32, "SetFileCompletionNotificationModes"),
    CANCEL_IO_EX(Library.KERNEL32, "CancelIoEx"),

    CLOSE_HANDLE(Library.KERNEL32, "CloseHandle"),
    GET_PROCESS_HANDLE_COUNT(Library.KERNEL32, "GetProcessHandleCount"),
    RTL_NT_STATUS_TO_DOS_ERROR(Library.NTDLL, "RtlNtStatusToDosError"),
    FORMAT_MESSAGE(Library.KERNEL32, "FormatMessageW"),

    CREATE_FILE(Library.KERNEL32, "CreateFileW"),
    GET_FILE_SIZE_EX(Library.KERNEL32, "GetFileSizeEx"),
    READ_FILE(Library.KERNEL32, "ReadFile"),
    WRITE_FILE(Library.KERNEL32, "WriteFile"),
    CREATE_NAMED_PIPE(Library.KERNEL32, "CreateNamedPipeW"),
    CONNECT_NAMED_PIPE(Library.KERNEL32, "ConnectNamedPipe"),
    DISCONNECT_NAMED_PIPE(Library.KERNEL32, "DisconnectNamedPipe"),

    WSA_STARTUP(Library.WS2_32, "WSAStartup"),
    WSA_SOCKET(Library.WS2_32, "WSASocketW"),
    CLOSESOCKET(Library.WS2_32, "closesocket"),
    BIND(Library.WS2_32, "bind"),
    LISTEN(Library.WS2_32, "listen"),
    CONNECT(Library.WS2_32, "connect"),
    GETSOCKNAME(Library.WS2_32, "getsockname"),
    GETPEERNAME(Library.WS2_32, "getpeername"),
    GETSOCKOPT(Library.WS2_32, "getsockopt"),
    SETSOCKOPT(Library.WS2_32, "setsockopt"),
    SHUTDOWN(Library.WS2_32, "shutdown"),
    IOCTLSOCKET(Library.WS2_32, "ioctlsocket"),
    WSA_IOCTL(Library.WS2_32, "WSAIoctl"),

    RECV(Library.WS2_32, "recv"),
    SEND(Library.WS2_32, "send"),
    WSA_RECV(Library.WS2_32, "WSARecv"),
    WSA_SEND(Library.WS2_32, "WSASend"),
    WSA_RECV_FROM(Library.WS2_32, "WSARecvFrom"),
    WSA_SEND_TO(Library.WS2_32, "WSASendTo");

    /** A library of Windows itself: a known one, which is loaded from the system's own directory alone. */
    enum Library {
        KERNEL32,
        NTDLL,
        WS2_32;

        @SuppressWarnings("restricted")
        private final SymbolLookup symbols = SymbolLookup.libraryLookup(dllName(), Arena.global());

        String dllName() {
            return name().toLowerCase(Locale.ROOT) + ".dll";
        }
    }

    private final Library library;
    private final String cName;

    WindowsSymbol(Library library, String cName) {
        this.library = library;
        this.cName = cName;
    }

    Optional<MemorySegment> find() {
        return library.symbols.find(cName);
    }

    String cName() {
        return cName;
    }

    /** Looks every function up without linking it: cheap, and what is missing is known before the binding is chosen. */
    static void requireAll() throws BindingUnavailableException {
        requireAll(WindowsSymbol::find);
    }

    static void requireAll(Function<WindowsSymbol, Optional<MemorySegment>> finder) throws BindingUnavailableException {
        for (WindowsSymbol symbol : values()) {
            if (finder.apply(symbol).isEmpty()) {
                throw new BindingUnavailableException(
                        symbol.library.dllName() + " has no function " + symbol.cName, "use a newer Windows", null);
            }
        }
    }
}
