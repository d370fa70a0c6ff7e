// Passes of a generator on a GPU, recorded as CUDA graphs: a render at a canvas size that was drawn
// before starts its hundred kernels at once, and waits for none of their launches.
#pragma once

#include <list>
#include <memory>

#include "model/networks/lggan.h"

namespace tessera {

/// Keeps those of the canvases used last. One call at a time. In a build without CUDA there are
/// none.
class Recordings {
public:
    Recordings();
    ~Recordings();

    /// Whether a pass can be recorded and gains by it: on a GPU, of a canvas up to 1024 x 1024,
    /// nothing kept of the inside. The rest is the caller's to draw.
    static bool serve(const LgganInput& input);

    /// Whether a pass of `recorded` draws `input` too, once labels and style are copied over: the
    /// seed of the noise is part of what is recorded.
    static bool match(const LgganInput& recorded, const LgganInput& input);

    /// 1,3,H,W, until the next call. The first time at a size it records. Throws c10::Error, after
    /// which nothing has changed.
    at::Tensor draw(const Lggan& generator, const LgganInput& input);

private:
    struct Recording;

    static constexpr size_t kMost = 3;

    std::list<std::unique_ptr<Recording>> recordings_;  // the last used first
};

}  // namespace tessera
