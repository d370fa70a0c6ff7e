// Records on a stream of its own, as CUDA wants it, after passes in which libraries choose their
// algorithms and take their memory.
#include "model/inference/plan/recordings.h"

#include <algorithm>
#include <utility>

#ifdef TESSERA_CUDA
#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>
#endif

namespace tessera {

bool Recordings::serve(const LgganInput& input) {
#ifdef TESSERA_CUDA
    constexpr int64_t kMostPixels = 1 << 20;  // a larger one's kernels are long enough
    return input.labels.is_cuda() && input.labels.numel() <= kMostPixels &&
           input.keep == Keep::nothing();
#else
    static_cast<void>(input);
    return false;
#endif
}

bool Recordings::match(const LgganInput& recorded, const LgganInput& input) {
    const auto same_sizes = [](const at::Tensor& a, const at::Tensor& b) {
        return a.defined() == b.defined() && (!a.defined() || a.sizes() == b.sizes());
    };
    return same_sizes(recorded.labels, input.labels) && same_sizes(recorded.image, input.image) &&
           same_sizes(recorded.z, input.z) && recorded.noise_seed == input.noise_seed;
}

#ifdef TESSERA_CUDA

/// The graph reads `input` and writes `image`, wherever they were when it was recorded.
struct Recordings::Recording {
    static constexpr int kPasses = 3;

    Recording(const Lggan& generator, const LgganInput& first) : input(first) {
        for (at::Tensor* each : {&input.labels, &input.image, &input.z}) {
            *each = each->defined() ? each->clone() : *each;
        }
        input.cancelled = nullptr;
        c10::cuda::device_synchronize();
        const c10::cuda::CUDAStream stream = c10::cuda::getStreamFromPool();
        const c10::cuda::CUDAStreamGuard guard(stream);
        for (int i = 0; i < kPasses; ++i) {
            Lggan(generator)->forward(input);
        }
        stream.synchronize();
        record(generator);
    }

    void record(const Lggan& generator) {
        graph.capture_begin();
        try {
            image = Lggan(generator)->forward(input).image;
        } catch (...) {
            try {
                graph.capture_end();  // leaves the stream as it was
            } catch (const c10::Error&) {
            }
            throw;
        }
        graph.capture_end();
    }

    void replay(const LgganInput& other) {
        for (const auto& [to, from] : {std::pair(&input.labels, &other.labels),
                                       {&input.image, &other.image},
                                       {&input.z, &other.z}}) {
            if (to->defined()) {
                to->copy_(*from);
            }
        }
        graph.replay();
    }

    LgganInput input;
    at::Tensor image;
    at::cuda::CUDAGraph graph;
};

at::Tensor Recordings::draw(const Lggan& generator, const LgganInput& input) {
    const auto found = std::find_if(
        recordings_.begin(), recordings_.end(), [&](const std::unique_ptr<Recording>& one) {
            return match(one->input, input);
        });
    if (found != recordings_.end()) {
        recordings_.splice(recordings_.begin(), recordings_, found);
    } else {
        recordings_.push_front(std::make_unique<Recording>(generator, input));
        if (recordings_.size() > kMost) {
            recordings_.pop_back();
        }
    }
    Recording& recording = *recordings_.front();
    recording.replay(input);
    return recording.image;
}

#else

struct Recordings::Recording {};

at::Tensor Recordings::draw(const Lggan& generator, const LgganInput& input) {
    return Lggan(generator)->forward(input).image;
}

#endif

Recordings::Recordings() = default;
Recordings::~Recordings() = default;

}  // namespace tessera
