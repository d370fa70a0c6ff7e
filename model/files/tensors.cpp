// Between what a file stores and tensors.
#include "model/files/tensors.h"

#include <ATen/ATen.h>

#include <array>
#include <cstring>
#include <utility>

namespace tessera {
namespace {

constexpr std::array<std::pair<StoredType, at::ScalarType>, 10> kScalarTypes{
    {{StoredType::float16, at::kHalf},
     {StoredType::bfloat16, at::kBFloat16},
     {StoredType::float32, at::kFloat},
     {StoredType::float64, at::kDouble},
     {StoredType::int8, at::kChar},
     {StoredType::uint8, at::kByte},
     {StoredType::int16, at::kShort},
     {StoredType::int32, at::kInt},
     {StoredType::int64, at::kLong},
     {StoredType::boolean, at::kBool}}};

}  // namespace

at::ScalarType scalar_type(StoredType type) {
    const auto* found = std::find_if(kScalarTypes.begin(),
                                     kScalarTypes.end(),
                                     [&](const auto& pair) { return pair.first == type; });
    return found->second;
}

at::Tensor to_tensor(const StoredTensor& stored) {
    at::Tensor tensor = at::empty(stored.shape, scalar_type(stored.type));
    if (!stored.bytes.empty()) {
        std::memcpy(tensor.mutable_data_ptr(), stored.bytes.data(), stored.bytes.size());
    }
    return tensor;
}

StoredTensor stored_view(const at::Tensor& tensor) {
    const auto* found =
        std::find_if(kScalarTypes.begin(), kScalarTypes.end(), [&](const auto& pair) {
            return pair.second == tensor.scalar_type();
        });
    TORCH_CHECK(found != kScalarTypes.end() && tensor.device().is_cpu() && tensor.is_contiguous(),
                "stored_view: a tensor of ",
                tensor.toString(),
                " cannot be stored as it lies");
    return {found->first,
            tensor.sizes().vec(),
            {static_cast<const std::byte*>(tensor.const_data_ptr()), tensor.nbytes()}};
}

}  // namespace tessera
