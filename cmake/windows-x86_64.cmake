# Windows on x86-64: the host's own compiler there, MinGW-w64 elsewhere.
if(CMAKE_HOST_SYSTEM_NAME STREQUAL "Windows")
  return()
endif()

set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_C_COMPILER x86_64-w64-mingw32-gcc)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)

# Runs the ctests; without it they are left out. Debian keeps the two off the PATH.
find_program(POLLUX_WINE NAMES wine64 wine PATHS /usr/lib/wine)
find_program(POLLUX_WINESERVER NAMES wineserver64 wineserver PATHS /usr/lib/wine)
if(POLLUX_WINE AND POLLUX_WINESERVER)
  set(CMAKE_CROSSCOMPILING_EMULATOR ${POLLUX_WINE})
endif()
