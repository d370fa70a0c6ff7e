// What of a network's inside a render can keep, and what of it a model has.
#pragma once

#include <QFlags>
#include <QString>
#include <QStringList>
#include <map>

namespace tessera {

struct Insides;
struct Keep;
struct NetworkTraits;

/// Each costs memory and a little time a render, so that only what is looked at is kept.
enum class InspectionPart {
    Branches = 1,      ///< global and local picture
    ClassOutputs = 2,  ///< every class's own picture
    Weights = 4,       ///< the weight maps that fuse the branches
    Kernels = 8,       ///< SAU's kernels of every level
    Features = 16,     ///< f' at full resolution
    Codes = 32,        ///< a style code a region
};
Q_DECLARE_FLAGS(InspectionParts, InspectionPart)
Q_DECLARE_OPERATORS_FOR_FLAGS(InspectionParts)

/// What a model has to look at.
struct ModelInside {
    std::map<InspectionPart, QString> missing;  ///< parts that it has not, and why, in one line
    int levels = 0;                             ///< of upsampling, coarsest first
    int kernelSide = 0;                         ///< k of SAU; 0: the model upsamples otherwise
    int featureChannels = 0;                    ///< of f'
    QStringList decoders;  ///< {""}: one for all; else "global", "local", "weight"

    bool has(InspectionPart part) const { return missing.find(part) == missing.end(); }
};

/// What the engine has to keep for these parts.
Keep keepOf(InspectionParts parts);

ModelInside insideOf(const NetworkTraits& traits);

/// What a render kept.
InspectionParts partsOf(const Insides& insides);

}  // namespace tessera
