/* Completion ports, and what goes with them. */
#include "calls.h"

#include <stddef.h>

/* Java writes and reads these structures itself. */
_Static_assert(sizeof(OVERLAPPED) == 32, "size of OVERLAPPED");
_Static_assert(offsetof(OVERLAPPED, InternalHigh) == 8, "offset of OVERLAPPED.InternalHigh");
_Static_assert(offsetof(OVERLAPPED, Offset) == 16, "offset of OVERLAPPED.Offset");
_Static_assert(offsetof(OVERLAPPED, OffsetHigh) == 20, "offset of OVERLAPPED.OffsetHigh");
_Static_assert(offsetof(OVERLAPPED, hEvent) == 24, "offset of OVERLAPPED.hEvent");
_Static_assert(sizeof(OVERLAPPED_ENTRY) == 32, "size of OVERLAPPED_ENTRY");
_Static_assert(offsetof(OVERLAPPED_ENTRY, lpOverlapped) == 8, "offset of OVERLAPPED_ENTRY.lpOverlapped");
_Static_assert(offsetof(OVERLAPPED_ENTRY, Internal) == 16, "offset of OVERLAPPED_ENTRY.Internal");
_Static_assert(offsetof(OVERLAPPED_ENTRY, dwNumberOfBytesTransferred) == 24, "offset of OVERLAPPED_ENTRY's bytes");

CALL(jlong, createIoCompletionPort, jlong file_handle, jlong existing_port, jlong completion_key,
     jint concurrent_threads) {
    return port_result(CreateIoCompletionPort(as_handle(file_handle), as_handle(existing_port),
                                              (ULONG_PTR)completion_key, (DWORD)concurrent_threads));
}

CALL(jint, getQueuedCompletionStatusEx, jlong port, jlong entries, jint count, jlong removed, jint timeout_millis,
     jint alertable) {
    return bool_result(GetQueuedCompletionStatusEx(as_handle(port), pointer(entries), (DWORD)count, pointer(removed),
                                                   (DWORD)timeout_millis, alertable));
}

CALL(jint, postQueuedCompletionStatus, jlong port, jint bytes, jlong completion_key, jlong overlapped) {
    return bool_result(
            PostQueuedCompletionStatus(as_handle(port), (DWORD)bytes, (ULONG_PTR)completion_key, pointer(overlapped)));
}

CALL(jint, setFileCompletionNotificationModes, jlong handle, jint flags) {
    return bool_result(SetFileCompletionNotificationModes(as_handle(handle), (UCHAR)flags));
}

CALL(jint, cancelIoEx, jlong handle, jlong overlapped) {
    return bool_result(CancelIoEx(as_handle(handle), pointer(overlapped)));
}
