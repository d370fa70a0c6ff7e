// Styles that the user keeps, remembered for each model.
#pragma once

#include <QString>
#include <vector>

#include "core/document/painting_data.h"

namespace tessera::ui {

std::vector<Style> loadKeptStyles(const QString& modelName);
void storeKeptStyles(const QString& modelName, const std::vector<Style>& styles);

}  // namespace tessera::ui
