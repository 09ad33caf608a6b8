/* Files and named pipes. */
#include "calls.h"

CALL(jlong, createFile, jlong name, jint access, jint share_mode, jlong security, jint disposition,
     jint flags_and_attributes) {
    return handle_result(CreateFileW(pointer(name), (DWORD)access, (DWORD)share_mode, pointer(security),
                                     (DWORD)disposition, (DWORD)flags_and_attributes, NULL));
}

CALL(jint, getFileSizeEx, jlong handle, jlong size) {
    return bool_result(GetFileSizeEx(as_handle(handle), pointer(size)));
}

CALL(jint, getFileType, jlong handle) {
    return (jint)GetFileType(as_handle(handle));
}

CALL(jint, setFileInformationByHandle, jlong handle, jint information_class, jlong information, jint size) {
    return bool_result(SetFileInformationByHandle(as_handle(handle), (FILE_INFO_BY_HANDLE_CLASS)information_class,
                                                  pointer(information), (DWORD)size));
}

CALL(jint, flushFileBuffers, jlong handle) {
    return bool_result(FlushFileBuffers(as_handle(handle)));
}

CALL(jint, readFile, jlong handle, jlong address, jint length, jlong overlapped) {
    return bool_result(ReadFile(as_handle(handle), pointer(address), (DWORD)length, NULL, pointer(overlapped)));
}

CALL(jint, writeFile, jlong handle, jlong address, jint length, jlong overlapped) {
    return bool_result(WriteFile(as_handle(handle), pointer(address), (DWORD)length, NULL, pointer(overlapped)));
}

CALL(jlong, createNamedPipe, jlong name, jint open_mode, jint pipe_mode, jint max_instances, jint out_buffer_size,
     jint in_buffer_size, jint default_timeout_millis, jlong security) {
    return handle_result(CreateNamedPipeW(pointer(name), (DWORD)open_mode, (DWORD)pipe_mode, (DWORD)max_instances,
                                          (DWORD)out_buffer_size, (DWORD)in_buffer_size, (DWORD)default_timeout_millis,
                                          pointer(security)));
}

CALL(jint, connectNamedPipe, jlong handle, jlong overlapped) {
    return bool_result(ConnectNamedPipe(as_handle(handle), pointer(overlapped)));
}

CALL(jint, disconnectNamedPipe, jlong handle) {
    return bool_result(DisconnectNamedPipe(as_handle(handle)));
}
