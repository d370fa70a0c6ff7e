// Knows a checkpoint by its marks, and asks for every tensor that a model file needs.
#include "model/convert/checkpoint.h"

#include <ATen/ATen.h>
#include <torch/nn/module.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "model/convert/pth_file.h"
#include "model/files/metadata.h"
#include "model/files/tensors.h"
#include "model/networks/lggan.h"
#include "model/networks/published/published_network.h"

namespace tessera {
namespace {

/// What may stand before a generator's names: nothing, what training on several GPUs puts there, or
/// the dictionary that holds it.
const std::vector<std::string> kHolders{"", "state_dict.", "model.", "netG.", "G.", "generator."};

std::string shape_text(at::IntArrayRef shape) {
    std::ostringstream text;
    text << shape;
    return text.str();
}

/// Every parameter and statistic of the network that a config describes, as names and shapes.
std::map<std::string, std::vector<int64_t>> demanded(const NetworkConfig& config) {
    const UninitialisedParameters on_meta{at::Device(at::kMeta)};
    std::map<std::string, std::vector<int64_t>> shapes;
    const auto add = [&](const torch::nn::Module& module) {
        for (const auto& parameter : module.named_parameters()) {
            shapes[parameter.key()] = parameter->sizes().vec();
        }
        for (const auto& buffer : module.named_buffers()) {
            if (buffer->dim() > 0) {  // but for what only counts steps
                shapes[buffer.key()] = buffer->sizes().vec();
            }
        }
    };
    if (const auto* lggan = std::get_if<LgganConfig>(&config)) {
        add(*Lggan(*lggan));
    } else {
        add(make_published(config)->module());
    }
    return shapes;
}

}  // namespace

const std::vector<const AuthorsArchitecture*>& authors_architectures() {
    static const std::vector<const AuthorsArchitecture*> all{&authors_cross_view(),
                                                             &authors_synthesis(),
                                                             &authors_gaugan(),
                                                             &authors_sean(),
                                                             &authors_maskgan()};
    return all;
}

AuthorsCheckpoint AuthorsCheckpoint::open(const std::filesystem::path& path) {
    AuthorsCheckpoint checkpoint;
    checkpoint.path_ = path;
    checkpoint.tensors_ = read_pth(path);
    for (const std::string& holder : kHolders) {
        for (const std::string& prefix : {holder, holder + "module."}) {
            const AuthorsTensors tensors(checkpoint.tensors_, prefix);
            for (const AuthorsArchitecture* one : authors_architectures()) {
                if (tensors.has(one->mark())) {
                    checkpoint.architecture_ = one;
                    checkpoint.title_ = one->title();
                    checkpoint.prefix_ = prefix;
                    return checkpoint;
                }
            }
        }
    }
    throw std::runtime_error(
        path.string() + ": its " + std::to_string(checkpoint.tensors_.size()) +
        " tensors are no generator of LGGAN, GauGAN, SEAN or MaskGAN; the first is " +
        checkpoint.tensors_.begin()->first + " " +
        shape_text(checkpoint.tensors_.begin()->second.sizes()));
}

int64_t AuthorsCheckpoint::channels() const {
    return architecture_->channels(AuthorsTensors(tensors_, prefix_));
}

ConvertedCheckpoint AuthorsCheckpoint::convert(const CheckpointChoices& choices) const {
    try {
        AuthorsTensors theirs(tensors_, prefix_);
        ConvertedCheckpoint converted;
        converted.config = architecture_->config(theirs, choices);
        check(converted.config);
        for (const auto& [name, shape] : demanded(converted.config)) {
            const at::Tensor tensor = architecture_->take(name, converted.config, theirs);
            if (tensor.sizes() != at::IntArrayRef(shape)) {
                throw std::runtime_error("what becomes tensor " + name + " is " +
                                         shape_text(tensor.sizes()) + ", " + title_ +
                                         " of this size demands " + shape_text(shape));
            }
            converted.tensors[name] = tensor.contiguous();
        }
        converted.unused = theirs.unused();
        return converted;
    } catch (const c10::Error& error) {
        const std::string text = error.what_without_backtrace();
        throw std::runtime_error(path_.string() + ": " + text.substr(0, text.find('\n')));
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(path_.string() + ": " + error.what());
    }
}

void write_converted(const std::filesystem::path& path,
                     const ConvertedCheckpoint& converted,
                     const ModelCard& card,
                     StoredType type) {
    std::map<std::string, at::Tensor> stored;  // owns what `views` views
    std::map<std::string, StoredTensor> views;
    for (const auto& [name, tensor] : converted.tensors) {
        const bool statistic = name.find(".running_") != std::string::npos;
        stored[name] = tensor.to(statistic ? at::kFloat : scalar_type(type)).contiguous();
        views[name] = stored_view(stored[name]);
    }
    std::map<std::string, std::string> metadata{{"config", config_json(converted.config)},
                                                {"palette", card.palette},
                                                {"card", card_json("{}", card.fields)}};
    if (!card.classes.empty()) {
        metadata["classes"] = classes_json(card.classes);
    }
    write_safetensors(path, views, metadata);
}

}  // namespace tessera
