// One render with what was kept of the network's inside. Free of LibTorch, as all headers here.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/inference/engine.h"
#include "model/inference/picture.h"

namespace tessera {

/// What of the inside a model may lack.
enum class Part { branches, class_outputs, weights, kernels, features, codes };

/// Why a model has not the part, in one line; empty where it has it.
std::string why_missing(const NetworkTraits& model, Part part);

/// A class that is in the picture.
struct ClassArea {
    uint16_t channel = 0;
    int64_t pixels = 0;
};

/// The record: what was asked for, and what came back. Immutable once made; readable from any
/// thread.
struct Insides {
    std::shared_ptr<const Engine> engine;  ///< that drew it
    RenderRequest request;                 ///< its `cancelled` is not looked at again
    Picture picture;

    const NetworkConfig& config() const { return engine->config(); }
    const NetworkTraits& model() const { return engine->traits(); }
    int64_t height() const { return picture.height; }
    int64_t width() const { return picture.width; }
    int64_t pixels() const { return height() * width(); }

    /// kVoid-like (>= model().classes) where there is no class.
    uint16_t label(int64_t y, int64_t x) const {
        return request.labels[static_cast<size_t>(y * width() + x)];
    }
    bool is_class(uint16_t label) const { return label < model().classes; }

    bool has(Part part) const;

    /// An array by its name (Keep). Throws std::runtime_error that says which part was not kept or
    /// why the model has none.
    const Array& array(const std::string& name, Part part) const;

    /// Classes by area, largest first; void is left out.
    std::vector<ClassArea> areas() const;
};

/// Renders and keeps. Throws as Engine::render().
std::shared_ptr<const Insides> render_insides(std::shared_ptr<const Engine> engine,
                                              RenderRequest request);

}  // namespace tessera
