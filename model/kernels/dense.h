// Tensors as the vectorised code reads them: dense, channels last, plain pointers.
#pragma once

#include <ATen/ATen.h>

#include <utility>

#include "model/kernels/vector/bfloat16.h"

namespace tessera::kernels {

inline at::Tensor channels_last(const at::Tensor& x) {
    return x.contiguous(at::MemoryFormat::ChannelsLast);
}

/// `x` B,C,H,W with `missing` channels of zeros behind its own.
inline at::Tensor with_channels(const at::Tensor& x, int64_t missing) {
    return missing == 0 ? x : at::constant_pad_nd(x, {0, 0, 0, 0, 0, missing});
}

/// `x` with zeros for channels up to a multiple of 8: vectorised code that adds up cannot let its
/// last block overlap the one before.
inline at::Tensor whole_eights(const at::Tensor& x) {
    return with_channels(x, (8 - x.size(1) % 8) % 8);
}

/// An uninitialised B,C,H,W of the type and device of `like`, channels last.
inline at::Tensor empty_channels_last(
    int64_t batch, int64_t channels, int64_t height, int64_t width, const at::Tensor& like) {
    return at::empty(
        {batch, channels, height, width}, like.options(), at::MemoryFormat::ChannelsLast);
}

/// Whether a pixel's channels and a row's pixels lie next to each other, as they do inside a map
/// with a border; rows and pictures may be any distance apart.
inline bool has_dense_rows(const at::Tensor& x) {
    return x.stride(1) == 1 && x.stride(3) == x.size(1);
}

/// The elements of a float32 or bfloat16 tensor; T says which.
template <class T>
const T* elements(const at::Tensor& x) {
    static_assert(sizeof(T) == sizeof(float) || sizeof(T) == sizeof(Bfloat16));
    return x.defined() ? static_cast<const T*>(x.const_data_ptr()) : nullptr;
}

template <class T>
T* writable(const at::Tensor& x) {
    return static_cast<T*>(x.mutable_data_ptr());
}

inline float as_float(float value) {
    return value;
}

inline float as_float(Bfloat16 value) {
    return c10::BFloat16(value.bits, c10::BFloat16::from_bits());
}

/// Calls body(T{}) with T the element type of `x`: float or Bfloat16.
template <class Body>
auto for_element_type(const at::Tensor& x, const Body& body) {
    return x.scalar_type() == at::kFloat ? body(float{}) : body(Bfloat16{});
}

}  // namespace tessera::kernels
