// Runs a TorchScript module as a classifier.
#include "model/features/torchscript.h"

#include <caffe2/serialize/inline_container.h>
#include <torch/script.h>

#include <fstream>
#include <stdexcept>

namespace tessera {
namespace {

constexpr int64_t kInceptionClasses = 1008;  // of the network that FID and its score are defined by

/// The first line of what LibTorch says.
std::string reason(const std::exception& error) {
    const auto* of_torch = dynamic_cast<const c10::Error*>(&error);
    const std::string text =
        of_torch != nullptr ? of_torch->what_without_backtrace() : error.what();
    return text.substr(0, text.find('\n'));
}

/// Inception-v3 as it was ported from TensorFlow: its last block's pooled branch, and classes that
/// nothing else has.
bool is_inception(const torch::jit::Module& module, int64_t classes) {
    for (const auto& parameter : module.named_parameters()) {
        const std::string& name = parameter.name;
        const std::string wanted = "Mixed_7c.branch_pool.conv.weight";
        if (name.size() >= wanted.size() &&
            name.compare(name.size() - wanted.size(), wanted.size(), wanted) == 0) {
            return classes == kInceptionClasses &&
                   parameter.value.sizes() == at::IntArrayRef{192, 2048, 1, 1};
        }
    }
    return false;
}

class TorchScript : public FeatureNetwork {
public:
    TorchScript(std::filesystem::path path, torch::jit::Module module, at::Device device)
        : path_(std::move(path)), module_(std::move(module)), device_(device) {
        const at::Tensor tried = at::zeros({1, 3, kTrialSide, kTrialSide}, device);
        const int64_t classes = classify(tried).logits.size(1);
        const auto type = module_.type()->name();
        name_ = is_inception(module_, classes)
                    ? "inception-v3"
                    : (type ? type->name() : std::string("a network")) + " (TorchScript, " +
                          std::to_string(classes) + " classes)";
    }

    const std::string& name() const override { return name_; }
    const std::vector<int64_t>& channels() const override { return channels_; }

    std::vector<at::Tensor> levels(const at::Tensor&) const override {
        throw std::runtime_error(path_.string() + ": TorchScript shows no inner features");
    }

    bool classifies() const override { return true; }

    Verdict classify(const at::Tensor& image) const override {
        const at::NoGradGuard no_grad;
        try {
            const at::Tensor x = (image.to(device_, at::kFloat) * 0.5 + 0.5).contiguous();
            return verdict(module_.forward({x}));
        } catch (const std::exception& error) {
            throw std::runtime_error(path_.string() + ": " + reason(error));
        }
    }

private:
    static constexpr int64_t kTrialSide = 256;

    /// Logits alone, or features and logits; what else a tuple holds is none of ours.
    static Verdict verdict(const torch::jit::IValue& output) {
        std::vector<at::Tensor> found;
        const auto add = [&](const torch::jit::IValue& value) {
            if (value.isTensor() && value.toTensor().dim() == 2) {
                found.push_back(value.toTensor().to(at::kFloat));
            }
        };
        if (output.isTuple()) {
            for (const torch::jit::IValue& element : output.toTupleRef().elements()) {
                add(element);
            }
        } else {
            add(output);
        }
        if (found.empty()) {
            throw std::runtime_error(
                "gives no logits pictures,classes, alone or behind features pictures,features");
        }
        return found.size() == 1 ? Verdict{{}, found[0]} : Verdict{found[0], found[1]};
    }

    std::filesystem::path path_;
    mutable torch::jit::Module module_;  // its forward() is not const, but changes nothing here
    at::Device device_;
    std::string name_;
    std::vector<int64_t> channels_;
};

}  // namespace

bool is_torchscript(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    char start[2] = {};
    if (!in.read(start, sizeof start) || start[0] != 'P' || start[1] != 'K') {
        return false;
    }
    try {
        caffe2::serialize::PyTorchStreamReader reader(file.string());
        return reader.hasRecord("constants.pkl");
    } catch (const std::exception&) {
        return false;
    }
}

std::shared_ptr<const FeatureNetwork> open_torchscript(const std::filesystem::path& file,
                                                       const at::TensorOptions& options) {
    torch::jit::Module module;
    try {
        module = torch::jit::load(file.string(), options.device());
    } catch (const std::exception& error) {
        throw std::runtime_error(file.string() + ": " + reason(error));
    }
    module.eval();
    return std::make_shared<TorchScript>(file, std::move(module), options.device());
}

}  // namespace tessera
