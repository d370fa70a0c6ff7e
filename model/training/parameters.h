// The learned weights of some networks in flat buffers: full precision for the optimiser, the
// computing type for the networks themselves.
#pragma once

#include <torch/nn/module.h>

#include <map>
#include <string>
#include <vector>

#include "model/kernels/adam/adam.h"
#include "model/training/processes.h"

namespace tessera {

/// Takes over the parameters of networks: each becomes a view into one flat buffer, convolution
/// kernels laid out channels last, as convolutions read them. Only parameters that require a
/// gradient take part.
class Parameters {
public:
    struct Network {
        std::string prefix;  ///< of its parameters' names: "", "style_encoder.", "ds."
        std::shared_ptr<torch::nn::Module> module;
    };

    /// The networks, all on one device, compute in `type` (float32 or bfloat16) from here on.
    Parameters(const std::vector<Network>& networks, at::ScalarType type);

    /// What autograd::grad takes.
    const std::vector<at::Tensor>& working() const { return working_; }

    /// Takes the gradients of working(), in its order; an undefined one is zero. They become the
    /// mean over the processes. Returns their norm.
    double set_gradient(const std::vector<at::Tensor>& gradients, Processes& processes);

    /// All gradients as one float32 tensor.
    const at::Tensor& gradient() const { return state_.gradient; }

    /// One step of Adam with the gradient that was set.
    void step(kernels::AdamOptions options);

    /// Weights by name, float32: those that are trained, and their moving average. Copies on the
    /// CPU, whatever device the networks are on.
    std::map<std::string, at::Tensor> weights() const;
    std::map<std::string, at::Tensor> average() const;

    /// Weights, average and moments with "weights/", "average/", "moment1/", "moment2/" before the
    /// names, and the count of steps as "steps".
    std::map<std::string, at::Tensor> state() const;

    /// Throws std::runtime_error that names a tensor that is missing or of another shape.
    void load_state(const std::map<std::string, at::Tensor>& state);

    /// Starts from other weights: the average too begins there. Names that are not this set's are
    /// left alone. Throws std::runtime_error that names a tensor that is missing or of another
    /// shape.
    void load_weights(const std::map<std::string, at::Tensor>& weights);

    int64_t steps() const { return steps_; }
    int64_t count() const { return state_.weights.numel(); }  ///< of single weights

private:
    struct Entry {
        std::string name;
        int64_t offset;
        std::vector<int64_t> shape;
    };

    at::Tensor view(const at::Tensor& flat, const Entry& entry) const;
    std::map<std::string, at::Tensor> named(const at::Tensor& flat,
                                            const std::string& prefix) const;
    void fill(const at::Tensor& flat,
              const std::map<std::string, at::Tensor>& from,
              const std::string& prefix);
    void publish();

    std::vector<Entry> entries_;
    std::vector<at::Tensor> working_;
    kernels::AdamState state_;
    at::Tensor computed_;  ///< the flat buffer that working() views; the weights where types agree
    int64_t steps_ = 0;
};

}  // namespace tessera
