// Each architecture as its authors' projects save it: how a checkpoint of it is known, what its
// shapes say of its options, and what they call what.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/convert/authors_tensors.h"
#include "model/networks/network_config.h"

namespace tessera {

/// What a checkpoint does not say of itself.
struct CheckpointChoices {
    std::vector<int64_t> class_counts;  ///< how many classes the palette may stand for, best first
    std::optional<int64_t> halvings;    ///< of GauGAN and SEAN; none: the authors' normal, 5
    std::optional<bool> dont_care;      ///< whether the map has a channel of what has no class
    std::optional<bool> edges;          ///< whether the map has a channel of instances' edges
    std::optional<int64_t> height;      ///< of pictures that a GauGAN draws from a style
    std::optional<int64_t> width;
};

class AuthorsArchitecture {
public:
    virtual ~AuthorsArchitecture() = default;

    /// A tensor that no other has.
    virtual std::string mark() const = 0;
    virtual std::string title() const = 0;

    /// Channels of the semantic map; where the map comes as colours, convolutions of classes.
    virtual int64_t channels(const AuthorsTensors& tensors) const = 0;

    /// Throws std::runtime_error that says what is missing, or what must be chosen.
    virtual NetworkConfig config(const AuthorsTensors& tensors,
                                 const CheckpointChoices& choices) const = 0;

    /// The tensor that a model file calls `name`.
    virtual at::Tensor take(const std::string& name,
                            const NetworkConfig& config,
                            AuthorsTensors& tensors) const = 0;
};

/// All that are known; of two whose marks a checkpoint has, the first counts.
const std::vector<const AuthorsArchitecture*>& authors_architectures();

/// The one of LGGAN for cross-view translation and for synthesis, of GauGAN, SEAN and MaskGAN.
const AuthorsArchitecture& authors_cross_view();
const AuthorsArchitecture& authors_synthesis();
const AuthorsArchitecture& authors_gaugan();
const AuthorsArchitecture& authors_sean();
const AuthorsArchitecture& authors_maskgan();

/// Names of SPADE's trunk, which GauGAN, SEAN and LGGAN for synthesis share; `ours` stands before
/// each ("trunk.").
Renames trunk_renames(const std::string& ours);
Renames block_renames(const std::string& norm);  ///< `norm` as theirs begins: "norm", "ace"

/// A trunk's options as shapes say them; of the map's channels beyond the classes, what the choices
/// or the counts leave no doubt of.
GauganConfig trunk_config(const AuthorsTensors& tensors, const CheckpointChoices& choices);

/// GauGAN's stages of names.
std::vector<Renames> spade_stages(const std::string& ours);

}  // namespace tessera
