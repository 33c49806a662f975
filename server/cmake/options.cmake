# SPDX-License-Identifier: EUPL-1.2
# Compiler settings shared by every target: warnings, hardening, sanitizers, ccache and mold.
option(PLAZA_WERROR "warnings are errors" OFF)
option(PLAZA_TESTS "build the tests" ON)
set(PLAZA_SANITIZE "" CACHE STRING "empty | address,undefined | thread")

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # base_dir and hash_dir let a clone in another folder find what this one compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()

# The list of sanitizers holds a comma, which generator expressions cannot take.
if(PLAZA_SANITIZE)
  set(PLAZA_SANITIZED ON)
else()
  set(PLAZA_SANITIZED OFF)
endif()

add_library(plaza_options INTERFACE)
target_compile_features(plaza_options INTERFACE cxx_std_20)
target_include_directories(plaza_options INTERFACE ${CMAKE_SOURCE_DIR}/server)
target_compile_options(plaza_options INTERFACE
  -fstack-protector-strong -fstack-clash-protection -fcf-protection
  -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.
  $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=2>)
target_link_options(plaza_options INTERFACE -Wl,-z,relro,-z,now)
target_compile_definitions(plaza_options INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
find_program(MOLD ld.mold)
if(MOLD)
  target_link_options(plaza_options INTERFACE -fuse-ld=mold)
endif()
if(PLAZA_SANITIZE)
  target_compile_options(plaza_options INTERFACE
    -fsanitize=${PLAZA_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  if(PLAZA_SANITIZE MATCHES undefined)
    target_compile_options(plaza_options INTERFACE -fno-sanitize=vptr)  # Debian's libsoci hides its typeinfo
  endif()
  if(PLAZA_SANITIZE MATCHES thread)
    target_compile_options(plaza_options INTERFACE -Wno-tsan)  # Asio uses fences, which TSan reports at compile time
  endif()
  target_link_options(plaza_options INTERFACE -fsanitize=${PLAZA_SANITIZE})
endif()

add_library(plaza_warnings INTERFACE)
target_compile_options(plaza_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wcast-align -Woverloaded-virtual
  -Wconversion -Wsign-conversion -Wduplicated-cond -Wlogical-op -Wformat=2
  -Wimplicit-fallthrough
  # Optimised or instrumented, g++ 12 sees faults in its own library and in Asio's coroutine frames.
  "$<IF:$<OR:$<CONFIG:Release>,$<BOOL:${PLAZA_SANITIZED}>>,-Wno-maybe-uninitialized;-Wno-mismatched-new-delete,-Wnull-dereference>"
  $<$<BOOL:${PLAZA_WERROR}>:-Werror>)
