// What a network learns of a palette.
#pragma once

#include <QString>
#include <QStringList>
#include <string>
#include <vector>

namespace tessera {

class Palette;
struct ModelClass;
struct TrainingData;

/// The classes of a palette that are learnt, in its order, and the ids that are overlooked.
std::vector<ModelClass> learntClasses(const Palette& palette);
std::vector<int> overlookedIds(const Palette& palette);

/// What a run learns from: pictures in a folder under a palette, beginning with the weights of
/// `start`. Paths become absolute.
TrainingData trainingData(const QString& folder,
                          const std::string& layout,
                          const Palette& palette,
                          const QStringList& start);

}  // namespace tessera
