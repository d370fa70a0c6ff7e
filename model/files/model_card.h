// What a model file says about itself beside its weights.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tessera {

/// One class that a model was trained on; its position in the list is the network's channel.
struct ModelClass {
    int id = 0;  ///< the dataset's id, as in its label files
    std::string name;
    std::array<uint8_t, 3> color{};  ///< RGB
};

/// The metadata of a model file. A bare reference checkpoint has `palette` alone; its `classes` are
/// empty then, and whoever paints with it takes the palette's.
struct ModelCard {
    std::string palette;              ///< id of the palette it was trained on
    std::vector<ModelClass> classes;  ///< in channel order, or empty
    std::map<std::string, std::string>
        fields;  ///< title, data, data_licence, steps, hours, machine, date, known_faults ...

    /// The card's title, or `fallback` where it has none.
    std::string title(const std::string& fallback) const;
};

}  // namespace tessera
