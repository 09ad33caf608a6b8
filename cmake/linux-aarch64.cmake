# Linux on aarch64: the host's own compiler there, GCC's cross compiler elsewhere.
if(CMAKE_HOST_SYSTEM_NAME STREQUAL "Linux" AND CMAKE_HOST_SYSTEM_PROCESSOR STREQUAL "aarch64")
  return()
endif()

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)

# Runs the ctests; without it they are left out.
find_program(POLLUX_QEMU_AARCH64 qemu-aarch64)
if(POLLUX_QEMU_AARCH64)
  execute_process(
    COMMAND ${CMAKE_C_COMPILER} -print-sysroot
    OUTPUT_VARIABLE sysroot
    OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(sysroot STREQUAL "" OR sysroot STREQUAL "/")
    set(sysroot /usr/aarch64-linux-gnu) # where Debian and its descendants keep it
  endif()
  set(CMAKE_CROSSCOMPILING_EMULATOR ${POLLUX_QEMU_AARCH64} -L ${sysroot})
endif()
