# The imported target tessera::torch: LibTorch as its wheel lays it out. The wheel's own CMake files
# insist on a whole CUDA installation, so the libraries are named by hand.
set(TESSERA_TORCH_DIR "" CACHE PATH "Folder that holds torch/ and nvidia/ of the wheels (packaging/setup.sh fills it)")
if(NOT TESSERA_TORCH_DIR)
  set(kind cpu)
  if(TESSERA_CUDA)
    set(kind cuda)
  endif()
  set(cache $ENV{XDG_CACHE_HOME})
  if(NOT cache)
    set(cache $ENV{HOME}/.cache)
  endif()
  set(TESSERA_TORCH_DIR ${cache}/tessera/libtorch-2.11.0-${kind})
endif()
set(torch_root ${TESSERA_TORCH_DIR}/torch)
if(NOT EXISTS ${torch_root}/lib/libtorch_cpu.so)
  message(FATAL_ERROR "LibTorch is not in ${TESSERA_TORCH_DIR}: run packaging/setup.sh, or set TESSERA_TORCH_DIR")
endif()

find_package(OpenMP REQUIRED COMPONENTS CXX)   # at::parallel_for is inline and needs it at compile time
add_library(tessera_torch INTERFACE)
add_library(tessera::torch ALIAS tessera_torch)
target_include_directories(tessera_torch SYSTEM INTERFACE
  ${torch_root}/include ${torch_root}/include/torch/csrc/api/include)
target_compile_options(tessera_torch INTERFACE $<$<COMPILE_LANGUAGE:CXX>:${OpenMP_CXX_FLAGS}>)
# No system libgomp: the wheel brings the one that libtorch_cpu.so runs on, under some name.
file(GLOB torch_openmp ${torch_root}/lib/libgomp*.so*)
target_link_libraries(tessera_torch INTERFACE
  ${torch_root}/lib/libtorch_cpu.so ${torch_root}/lib/libc10.so ${torch_openmp})
if(TESSERA_CUDA)
  target_link_libraries(tessera_torch INTERFACE
    -Wl,--no-as-needed ${torch_root}/lib/libtorch_cuda.so ${torch_root}/lib/libc10_cuda.so -Wl,--as-needed)
endif()
# libtorch_cpu.so finds its neighbours by itself, the program finds libtorch_cpu.so by this.
set(CMAKE_BUILD_RPATH ${torch_root}/lib ${TESSERA_TORCH_DIR}/nvidia/cu13/lib)
foreach(part cu13 cudnn cusparselt nccl nvshmem)
  target_link_options(tessera_torch INTERFACE -Wl,-rpath-link,${TESSERA_TORCH_DIR}/nvidia/${part}/lib)
endforeach()
