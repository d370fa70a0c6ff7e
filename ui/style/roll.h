// The die: another style, another texture, as far as a model has them.
#pragma once

#include <QString>
#include <optional>

#include "core/document/painting_data.h"
#include "core/jobs/render_service.h"

namespace tessera::ui {

/// What a roll of the die changes.
enum class Roll { Both, NoiseOnly, StyleOnly };

/// Why there is nothing to roll with this model; empty: there is.
QString whyNoRoll(const std::optional<ModelInfo>& model);

/// With other seeds. A style that comes from photos alone stays, and its texture is rolled.
Style rolled(const Style& style, Roll what, const ModelInfo& model);

}  // namespace tessera::ui
