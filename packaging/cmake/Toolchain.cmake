# What every target is compiled and linked with: ccache, mold, warnings as errors, sanitizers.
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(TESSERA_CCACHE ccache)
if(TESSERA_CCACHE)
  # Precompiled headers are cached only with these allowances.
  set(launcher ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${TESSERA_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CUDA_COMPILER_LAUNCHER ${launcher})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)
  endif()
endif()

# Not mold 1: by where sections come to lie, it links programs that do not start (the read-only-after-
# relocation segment begins with an unmapped .tbss), or counts program headers for ever. The usual
# linker takes a third of a second a program more.
find_program(TESSERA_MOLD mold)
if(TESSERA_MOLD)
  execute_process(COMMAND ${TESSERA_MOLD} --version OUTPUT_VARIABLE mold_version)
  if(NOT mold_version MATCHES "mold [01]\\.")
    add_link_options(-fuse-ld=mold)
  endif()
endif()

add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wall> $<$<COMPILE_LANGUAGE:CXX>:-Wextra>
                    $<$<COMPILE_LANGUAGE:CXX>:-Wshadow> $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor>
                    $<$<COMPILE_LANGUAGE:CXX>:-Werror>)

# Comma-separated, as -fsanitize takes them: "address,undefined" or "thread".
set(TESSERA_SANITIZE "" CACHE STRING "Sanitizers to build with")
if(TESSERA_SANITIZE)
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fsanitize=${TESSERA_SANITIZE}>
                      $<$<COMPILE_LANGUAGE:CXX>:-fno-omit-frame-pointer>
                      $<$<COMPILE_LANGUAGE:CXX>:-fno-sanitize-recover=undefined>
                      # GCC sees uninitialised values in the sanitizers' own code.
                      $<$<COMPILE_LANGUAGE:CXX>:-Wno-maybe-uninitialized>)
  add_link_options(-fsanitize=${TESSERA_SANITIZE})
endif()
