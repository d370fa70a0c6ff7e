# CUDA kernels are compiled wherever nvcc is found, so that they never rot, and linked into the
# engine where TESSERA_CUDA asks for it. A .cu file includes no LibTorch header: it exposes plain
# launchers over raw pointers, which keeps nvcc fast and lets a machine without a GPU build it.
include(CheckLanguage)
set(TESSERA_HAVE_NVCC OFF)
# The CUDA set-up brings the compiler of LibTorch's own version.
find_program(TESSERA_NVCC nvcc
  HINTS ${TESSERA_TORCH_DIR}/nvidia/cu13/bin $ENV{CUDA_HOME}/bin /usr/local/cuda/bin)
if(TESSERA_NVCC)
  set(CMAKE_CUDA_COMPILER ${TESSERA_NVCC})
  if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
    set(CMAKE_CUDA_ARCHITECTURES 80-real 90-real 90-virtual)
  endif()
  enable_language(CUDA)
  set(CMAKE_CUDA_STANDARD 17)
  find_package(CUDAToolkit REQUIRED)
  set(TESSERA_HAVE_NVCC ON)
elseif(TESSERA_CUDA)
  message(FATAL_ERROR "TESSERA_CUDA is on and nvcc was not found: run packaging/setup.sh --cuda")
endif()

# tessera_add_cuda_kernels(target file.cu ...): a static library of launchers.
function(tessera_add_cuda_kernels target)
  if(NOT TESSERA_HAVE_NVCC)
    return()
  endif()
  add_library(${target} STATIC ${ARGN})
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(${target} PUBLIC CUDA::cudart)
endfunction()
