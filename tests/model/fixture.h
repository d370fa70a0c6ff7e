// Reads tests/data/fixtures, the reference's expected outputs. On LibTorch alone, so that a machine
// with only LibTorch and CUDA can run the tests; it trusts its files, unlike the reader under test.
#pragma once

#include <ATen/ATen.h>
#include <torch/nn/module.h>

#include <map>
#include <string>

namespace tessera::test {

/// The tensors of one fixture: "param.*", "input.*", "output.*", "grad.*".
class Fixture {
public:
    explicit Fixture(const std::string& path);

    /// Throws std::runtime_error where there is none of that name.
    const at::Tensor& operator[](const std::string& name) const;

    bool has(const std::string& name) const { return tensors_.count(name) != 0; }

    /// All tensors whose names begin with `prefix`, without it.
    std::map<std::string, at::Tensor> group(const std::string& prefix) const;

    /// Copies `prefix`name to each parameter and buffer of that name. Throws std::runtime_error
    /// where a parameter is missing or of another shape, or a tensor belongs to nothing.
    void load(torch::nn::Module& module, const std::string& prefix = "param.") const;

private:
    std::string path_;
    std::map<std::string, at::Tensor> tensors_;
};

/// A fixture by its file's name without ending.
Fixture fixture(const std::string& name);

}  // namespace tessera::test
