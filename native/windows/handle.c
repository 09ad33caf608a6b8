/* Handles of any kind, and what Windows says of its codes. */
#include "calls.h"

#include <winternl.h>

CALL(jint, closeHandle, jlong handle) {
    return bool_result(CloseHandle(as_handle(handle)));
}

CALL(jint, getProcessHandleCount, jlong process, jlong count) {
    return bool_result(GetProcessHandleCount(as_handle(process), pointer(count)));
}

CALL(jint, rtlNtStatusToDosError, jint status) {
    return (jint)RtlNtStatusToDosError((NTSTATUS)status);
}

CALL(jint, formatMessage, jint flags, jint code, jlong text, jint capacity) {
    return count_result(FormatMessageW((DWORD)flags, NULL, (DWORD)code, 0, pointer(text), (DWORD)capacity, NULL));
}

CALL(jint, ntOpenFile, jlong handle, jint access, jlong attributes, jlong status_block, jint share, jint options) {
    return (jint)NtOpenFile(pointer(handle), (ACCESS_MASK)access, pointer(attributes), pointer(status_block),
                            (ULONG)share, (ULONG)options);
}

CALL(jint, deviceIoControl, jlong handle, jint code, jlong in, jint in_length, jlong out, jint out_length,
     jlong overlapped) {
    return bool_result(DeviceIoControl(as_handle(handle), (DWORD)code, pointer(in), (DWORD)in_length, pointer(out),
                                       (DWORD)out_length, NULL, pointer(overlapped)));
}
