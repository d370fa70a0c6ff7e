// A safetensors reader for files that are known to be whole.
#include "tests/model/fixture.h"

#include <ATen/ATen.h>
#include <torch/nn/module.h>
#include <torch/utils.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <stdexcept>

#include "tests/model/places.h"

namespace tessera::test {
namespace {

at::ScalarType scalar_type(const std::string& name) {
    static const std::map<std::string, at::ScalarType> types{
        {"F32", at::kFloat}, {"F64", at::kDouble}, {"I64", at::kLong}, {"U8", at::kByte}};
    return types.at(name);
}

std::vector<int64_t> numbers(const std::string& text) {
    std::vector<int64_t> result;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, ',');) {
        result.push_back(std::stoll(part));
    }
    return result;
}

}  // namespace

Fixture::Fixture(const std::string& path) : path_(path) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (bytes.size() < 8) {
        throw std::runtime_error(path + ": not readable");
    }
    uint64_t header_size = 0;
    std::memcpy(&header_size, bytes.data(), sizeof header_size);
    const std::string header = bytes.substr(8, header_size);
    static const std::regex entry(
        R"re("([^"]+)": *\{"dtype": *"(\w+)", *"shape": *\[([\d, ]*)\], *"data_offsets": *\[(\d+), *(\d+)\]\})re");
    for (std::sregex_iterator at(header.begin(), header.end(), entry), end; at != end; ++at) {
        const std::smatch& match = *at;
        at::Tensor tensor = at::empty(numbers(match[3]), scalar_type(match[2]));
        std::memcpy(tensor.data_ptr(),
                    bytes.data() + 8 + header_size + std::stoull(match[4]),
                    tensor.nbytes());
        tensors_[match[1]] = tensor;
    }
}

const at::Tensor& Fixture::operator[](const std::string& name) const {
    const auto found = tensors_.find(name);
    if (found == tensors_.end()) {
        throw std::runtime_error(path_ + ": no tensor " + name);
    }
    return found->second;
}

std::map<std::string, at::Tensor> Fixture::group(const std::string& prefix) const {
    std::map<std::string, at::Tensor> result;
    for (const auto& [name, tensor] : tensors_) {
        if (name.rfind(prefix, 0) == 0) {
            result[name.substr(prefix.size())] = tensor;
        }
    }
    return result;
}

void Fixture::load(torch::nn::Module& module, const std::string& prefix) const {
    const at::NoGradGuard no_grad;
    auto stored = group(prefix);
    for (auto& parameter : module.named_parameters()) {
        const auto found = stored.find(parameter.key());
        if (found == stored.end() || found->second.sizes() != parameter->sizes()) {
            throw std::runtime_error(path_ + ": no " + prefix + parameter.key() +
                                     " of its parameter's shape");
        }
        parameter->copy_(found->second);
        stored.erase(found);
    }
    for (auto& buffer : module.named_buffers()) {
        const auto found = stored.find(buffer.key());
        if (found != stored.end()) {
            buffer->copy_(found->second);
            stored.erase(found);
        }
    }
    if (!stored.empty()) {
        throw std::runtime_error(path_ + ": " + prefix + stored.begin()->first +
                                 " is neither parameter nor buffer");
    }
}

Fixture fixture(const std::string& name) {
    return Fixture(data_file("fixtures/" + name + ".safetensors"));
}

}  // namespace tessera::test
