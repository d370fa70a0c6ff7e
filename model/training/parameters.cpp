// Flat buffers and the views into them.
#include "model/training/parameters.h"

#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace tessera {
namespace {

int64_t product(const std::vector<int64_t>& shape) {
    int64_t count = 1;
    for (const int64_t size : shape) {
        count *= size;
    }
    return count;
}

/// The average follows closely while there is little to average over.
double average_memory(double most, int64_t step) {
    const auto t = static_cast<double>(step);
    return std::min(most, (1 + t) / (10 + t));
}

}  // namespace

Parameters::Parameters(const std::vector<Network>& networks, at::ScalarType type) {
    int64_t count = 0;
    for (const Network& network : networks) {
        for (const auto& item : network.module->named_parameters()) {
            if (item.value().requires_grad()) {
                entries_.push_back(
                    {network.prefix + item.key(), count, item.value().sizes().vec()});
                count += item.value().numel();
            }
        }
    }
    const at::TensorOptions there =
        at::TensorOptions(at::kFloat)
            .device(networks.front().module->parameters().front().device());
    const auto zeros = [&] { return torch::zeros({count}, there); };
    state_ = {zeros(), zeros(), zeros(), zeros(), zeros(), {}};
    computed_ = state_.weights;
    if (type != at::kFloat) {
        computed_ = state_.working = torch::zeros({count}, there.dtype(type));
    }
    size_t next = 0;
    const at::NoGradGuard no_grad;
    for (const Network& network : networks) {
        for (auto& item : network.module->named_parameters()) {
            if (!item.value().requires_grad()) {
                continue;
            }
            const Entry& entry = entries_[next++];
            view(state_.weights, entry).copy_(item.value());
            item.value().set_data(view(computed_, entry));
            working_.push_back(item.value());
        }
    }
    state_.average.copy_(state_.weights);
    publish();
}

at::Tensor Parameters::view(const at::Tensor& flat, const Entry& entry) const {
    const at::Tensor own = flat.narrow(0, entry.offset, product(entry.shape));
    if (entry.shape.size() != 4) {
        return own.view(entry.shape);
    }
    const auto& s = entry.shape;
    return own.view({s[0], s[2], s[3], s[1]}).permute({0, 3, 1, 2});
}

double Parameters::set_gradient(const std::vector<at::Tensor>& gradients, Processes& processes) {
    TORCH_CHECK(gradients.size() == entries_.size(),
                "Parameters: ",
                gradients.size(),
                " gradients for ",
                entries_.size(),
                " parameters");
    for (size_t i = 0; i < entries_.size(); ++i) {
        const at::Tensor to = view(state_.gradient, entries_[i]);
        if (gradients[i].defined()) {
            to.copy_(gradients[i]);
        } else {
            to.zero_();
        }
    }
    processes.average(state_.gradient);
    return state_.gradient.norm().item<double>();
}

void Parameters::step(kernels::AdamOptions options) {
    options.step = ++steps_;
    options.average_memory = average_memory(options.average_memory, steps_);
    kernels::adam(state_, options);
}

std::map<std::string, at::Tensor> Parameters::named(const at::Tensor& flat,
                                                    const std::string& prefix) const {
    std::map<std::string, at::Tensor> result;
    for (const Entry& entry : entries_) {
        result[prefix + entry.name] =
            view(flat, entry).clone(at::MemoryFormat::Contiguous).to(at::kCPU);
    }
    return result;
}

std::map<std::string, at::Tensor> Parameters::weights() const {
    return named(state_.weights, "");
}

std::map<std::string, at::Tensor> Parameters::average() const {
    return named(state_.average, "");
}

std::map<std::string, at::Tensor> Parameters::state() const {
    std::map<std::string, at::Tensor> all = named(state_.weights, "weights/");
    all.merge(named(state_.average, "average/"));
    all.merge(named(state_.moment1, "moment1/"));
    all.merge(named(state_.moment2, "moment2/"));
    all["steps"] = torch::tensor({steps_}, at::kLong);
    return all;
}

void Parameters::fill(const at::Tensor& flat,
                      const std::map<std::string, at::Tensor>& from,
                      const std::string& prefix) {
    for (const Entry& entry : entries_) {
        const auto found = from.find(prefix + entry.name);
        if (found == from.end()) {
            throw std::runtime_error("there is no tensor " + prefix + entry.name);
        }
        if (found->second.sizes() != at::IntArrayRef(entry.shape)) {
            throw std::runtime_error(c10::str("tensor ",
                                              prefix,
                                              entry.name,
                                              " is ",
                                              found->second.sizes(),
                                              ", must be ",
                                              at::IntArrayRef(entry.shape)));
        }
        view(flat, entry).copy_(found->second);
    }
}

void Parameters::publish() {
    if (state_.working.defined()) {
        state_.working.copy_(state_.weights);
    }
}

void Parameters::load_state(const std::map<std::string, at::Tensor>& state) {
    const auto steps = state.find("steps");
    if (steps == state.end() || steps->second.numel() != 1) {
        throw std::runtime_error("there is no tensor steps");
    }
    fill(state_.weights, state, "weights/");
    fill(state_.average, state, "average/");
    fill(state_.moment1, state, "moment1/");
    fill(state_.moment2, state, "moment2/");
    steps_ = steps->second.item<int64_t>();
    publish();
}

void Parameters::load_weights(const std::map<std::string, at::Tensor>& weights) {
    fill(state_.weights, weights, "");
    state_.average.copy_(state_.weights);
    publish();
}

}  // namespace tessera
