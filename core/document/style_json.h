// A style as JSON: in paintings, and among the styles that are kept.
#pragma once

#include <QJsonObject>

#include "core/document/painting_data.h"

namespace tessera {

/// Nothing is lost on the way there and back.
QJsonObject styleToJson(const Style& style);

/// What is missing or of another type is as in a new style.
Style styleFromJson(const QJsonObject& object);

}  // namespace tessera
