#include "check.h"

#define KEY 7

static void pipe_carries_bytes_through_a_port(void) {
    wchar_t name[] = L"\\\\.\\pipe\\pollux-ctest-\x65e5\x672c";
    OVERLAPPED connecting = {0};
    OVERLAPPED read = {0};
    OVERLAPPED write = {0};
    OVERLAPPED_ENTRY entry;
    ULONG removed;
    char buffer[16] = {0};
    jlong port = OPENED(SYS(createIoCompletionPort, -1, 0, 0, 0));
    jlong server = OPENED(
            SYS(createNamedPipe, at(name), (jint)(PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED), 0, 1, 512, 512, 0, 0));
    EQUAL(port, SYS(createIoCompletionPort, server, port, KEY, 0));
    EQUAL(-ERROR_IO_PENDING, SYS(connectNamedPipe, server, at(&connecting)));
    jlong client = OPENED(SYS(createFile, at(name), (jint)(GENERIC_READ | GENERIC_WRITE), 0, 0, OPEN_EXISTING,
                              (jint)FILE_FLAG_OVERLAPPED));
    EQUAL(1, SYS(getQueuedCompletionStatusEx, port, at(&entry), 1, at(&removed), -1, 0));
    EQUAL(at(&connecting), at(entry.lpOverlapped));
    EQUAL(-ERROR_IO_PENDING, SYS(readFile, server, at(buffer), sizeof buffer, at(&read)));
    jint written = SYS(writeFile, client, at("hello"), 5, at(&write));
    TRUE_THAT(written == 1 || written == -ERROR_IO_PENDING);
    EQUAL(1, SYS(getQueuedCompletionStatusEx, port, at(&entry), 1, at(&removed), -1, 0));
    EQUAL(at(&read), at(entry.lpOverlapped));
    EQUAL(KEY, entry.lpCompletionKey);
    EQUAL(5, entry.dwNumberOfBytesTransferred);
    EQUAL('h', buffer[0]);
    EQUAL(1, SYS(closeHandle, client));
    EQUAL(1, SYS(disconnectNamedPipe, server));
    EQUAL(1, SYS(closeHandle, server));
    EQUAL(1, SYS(closeHandle, port));
}

static void errors_are_negative_codes(void) {
    LARGE_INTEGER size;
    OVERLAPPED overlapped = {0};
    EQUAL(-ERROR_FILE_NOT_FOUND, SYS(createFile, at(L"no such file"), (jint)GENERIC_READ, 0, 0, OPEN_EXISTING, 0));
    EQUAL(-ERROR_INVALID_NAME, SYS(createNamedPipe, at(L"no pipe"), PIPE_ACCESS_DUPLEX, 0, 1, 0, 0, 0, 0));
    EQUAL(-ERROR_INVALID_HANDLE, SYS(getFileSizeEx, BAD_HANDLE, at(&size)));
    EQUAL(FILE_TYPE_UNKNOWN, SYS(getFileType, BAD_HANDLE));
    EQUAL(-ERROR_INVALID_HANDLE, SYS(flushFileBuffers, BAD_HANDLE));
    EQUAL(-ERROR_INVALID_HANDLE, SYS(setFileInformationByHandle, BAD_HANDLE, FileEndOfFileInfo, at(&size), 8));
    EQUAL(-ERROR_INVALID_HANDLE, SYS(readFile, BAD_HANDLE, at(&size), 1, at(&overlapped)));
    EQUAL(-ERROR_INVALID_HANDLE, SYS(writeFile, BAD_HANDLE, at(&size), 1, at(&overlapped)));
    EQUAL(-ERROR_INVALID_HANDLE, SYS(connectNamedPipe, BAD_HANDLE, at(&overlapped)));
    EQUAL(-ERROR_INVALID_HANDLE, SYS(disconnectNamedPipe, BAD_HANDLE));
}

int main(void) {
    pipe_carries_bytes_through_a_port();
    errors_are_negative_codes();
    return 0;
}
