# Windows on aarch64, by zig, which has the headers and the import libraries. MinGW-w64 for it is in few distributions.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER zig cc)
set(CMAKE_C_COMPILER_TARGET aarch64-windows-gnu)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
# CMake knows none of zig's own tools by name.
set(CMAKE_AR "${CMAKE_CURRENT_LIST_DIR}/zig-ar")
set(CMAKE_RANLIB "${CMAKE_CURRENT_LIST_DIR}/zig-ranlib")
