// What a model file says about itself beside its weights.
#include "model/files/model_card.h"

namespace tessera {

std::string ModelCard::title(const std::string& fallback) const {
    const auto found = fields.find("title");
    return found == fields.end() || found->second.empty() ? fallback : found->second;
}

}  // namespace tessera
