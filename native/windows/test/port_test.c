#include "check.h"

#define KEY ((jlong)0x8123456789abcdefULL)
#define ADDRESS ((jlong)0xfedcba9876543210ULL)
#define BYTES ((jint)0xfffffffeU)

static OVERLAPPED_ENTRY entries[4];
static ULONG removed;

static jlong new_port(void) {
    return OPENED(SYS(createIoCompletionPort, -1, 0, 0, 0));
}

static jint take(jlong port, jint timeout_millis) {
    return SYS(getQueuedCompletionStatusEx, port, at(entries), 4, at(&removed), timeout_millis, 0);
}

static void posted_packet_comes_with_all_its_bits(void) {
    jlong port = new_port();
    EQUAL(1, SYS(postQueuedCompletionStatus, port, BYTES, KEY, ADDRESS));
    EQUAL(1, take(port, -1));
    EQUAL(1, removed);
    EQUAL(KEY, entries[0].lpCompletionKey);
    EQUAL(ADDRESS, at(entries[0].lpOverlapped));
    EQUAL(BYTES, (jint)entries[0].dwNumberOfBytesTransferred);
    EQUAL(-WAIT_TIMEOUT, take(port, 0));
    EQUAL(1, SYS(closeHandle, port));
}

static void errors_are_negative_codes(void) {
    jlong port = new_port();
    EQUAL(-ERROR_INVALID_HANDLE, take(BAD_HANDLE, 0));
    EQUAL(-ERROR_INVALID_HANDLE, SYS(createIoCompletionPort, BAD_HANDLE, port, 0, 0));
    EQUAL(-ERROR_INVALID_HANDLE, SYS(postQueuedCompletionStatus, BAD_HANDLE, 0, 0, 0));
    EQUAL(-ERROR_INVALID_HANDLE, SYS(setFileCompletionNotificationModes, BAD_HANDLE, 1));
    EQUAL(-ERROR_INVALID_HANDLE, SYS(cancelIoEx, BAD_HANDLE, 0));
    EQUAL(1, SYS(closeHandle, port));
    EQUAL(-ERROR_INVALID_HANDLE, SYS(closeHandle, BAD_HANDLE));
}

static void code_and_its_text(void) {
    wchar_t text[256];
    EQUAL(ERROR_OPERATION_ABORTED, SYS(rtlNtStatusToDosError, (jint)0xc0000120U));
    jint length = SYS(formatMessage, FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, ERROR_INVALID_HANDLE,
                      at(text), 256);
    TRUE_THAT(length > 1);
    EQUAL(0, text[length]);
    EQUAL(-ERROR_INSUFFICIENT_BUFFER, SYS(formatMessage, FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS,
                                          ERROR_INVALID_HANDLE, at(text), 1));
}

int main(void) {
    posted_packet_comes_with_all_its_bits();
    errors_are_negative_codes();
    code_and_its_text();
    return 0;
}
