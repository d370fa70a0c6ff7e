// Everything that a render kept of the network's inside, as pictures to look at and as one file of
// numbers.
#pragma once

#include <QString>
#include <QTemporaryDir>

#include "core/palette/palette.h"

namespace tessera {

struct Picture;
struct RenderRequest;

/// Writes beside the folder first; commit() puts the files in it, and without commit() nothing
/// stays. Files: image, global, local .png; per_class-<channel>-<name>.png for every class that is
/// in the picture; weights-local, weights-global .png (0 dark to 1 bright); kernels.N.png, the k x
/// k elements side by side; features.png, the channels side by side, each in its own range;
/// logits.png; and outputs.safetensors with all of them, float32.
class Dump {
public:
    /// `classes` in the model's channel order. Throws std::runtime_error("file: reason").
    Dump(const Picture& picture,
         const RenderRequest& request,
         const Palette& classes,
         const QString& folder);

    /// Throws std::runtime_error("file: reason").
    void commit();

private:
    QString folder_;
    QTemporaryDir staged_;
};

}  // namespace tessera
