// Whether a painting can be translated from another view, and why not.
#pragma once

#include <QSize>
#include <QString>

namespace tessera {
class Painting;
class RenderService;
}  // namespace tessera

namespace tessera::ui {

/// "256 × 256"
QString sizeText(QSize size);

/// Why the model in use translates no photo at all; empty: it does.
QString whyNoTranslation(const RenderService& renders);

/// Why the source photo doesn't do for a picture of the painting's size; empty: it does.
QString whyNoSource(const Painting& painting);

}  // namespace tessera::ui
