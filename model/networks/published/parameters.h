// How many weights the paper's networks have. Free of LibTorch.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tessera {

/// A network at its authors' size.
struct CountedNetwork {
    std::string name;
    int64_t parameters = 0;
    std::optional<double> published;  ///< millions, as the paper's Tables 4 and 12 have it
};

/// LGGAN for cross-view translation with one discriminator (Table 4), GauGAN with each of the eight
/// upsamplers (Table 12), and the others of Table 5.
std::vector<CountedNetwork> published_networks();

}  // namespace tessera
