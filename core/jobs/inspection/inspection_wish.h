// What panels show of a render: asked for in one value, answered in one value.
#pragma once

#include <optional>
#include <vector>

#include "core/jobs/inspection/inspection.h"

namespace tessera {

/// What the visible panels show. What is not wished for is not kept, copied or computed.
struct InspectionWish {
    bool classOutputs = false;    ///< a tile a class
    bool masked = true;           ///< tiles: the class's own pixels alone
    bool branches = false;        ///< global and local picture
    std::vector<quint16> muted;   ///< channels; not empty: the photo without their outputs
    std::optional<quint16> solo;  ///< channel: its output alone, in place of the photo
    bool weights = false;
    bool codes = false;
    bool kernels = false;  ///< kept for following the cursor
    bool purity = false;   ///< the table, and the map of purityLevel
    int purityLevel = 0;
    Upsampling purityOf = Upsampling::Sau;
    bool ablation = false;
    bool sensitivity = false;   ///< found on request, of the last render
    bool segmentation = false;  ///< read off its photo, beside this
    int decoder = 0;            ///< index into ModelInside::decoders
    struct Features {
        quint16 channel = 0;        ///< of the class
        std::vector<int> channels;  ///< empty: the best
        int best = 8;
        bool commonScale = false;
        std::optional<int> solo = std::nullopt;  ///< of f': its map alone, in place of the photo
        bool operator==(const Features&) const = default;
    };
    std::optional<Features> features;

    bool operator==(const InspectionWish&) const = default;

    /// Whether the canvas is to show something else than the photo.
    bool replacesPhoto() const;

    InspectionParts parts() const;  ///< that a render has to keep for it; none: nothing is wished
};

/// A class's tile.
struct ClassTile {
    ClassShare of;
    QImage picture;  ///< as large as the painting
};

/// All that was wished for, of one revision. What the model has not is empty, and
/// inspection.model().missing says why.
struct InspectionResult {
    Inspection inspection;         ///< kernelAt() and trace() answer at once
    InspectionWish wish;           ///< that this answers
    std::vector<ClassTile> tiles;  ///< by area
    QImage globalPicture;
    QImage localPicture;
    QImage canvas;  ///< in place of the photo: muted, or a class or feature alone; null: the photo
    std::optional<WeightFindings> weights;
    std::optional<CodeFindings> codes;
    std::optional<PurityFindings> purity;  ///< without entropies
    std::optional<NumberMap> purityMap;
    std::optional<FeatureFindings> features;
    std::optional<AblationFindings> ablation;
    QString problem;          ///< empty, or why something else is missing: one line
    double milliseconds = 0;  ///< that making this took
};

/// Finds it all; an inspection that is not null and kept enough.
InspectionResult inspect(const Inspection& inspection, const InspectionWish& wish);

/// Whether the parts were kept, those aside that the model has not.
bool keptEnough(const Inspection& inspection, InspectionParts parts);

}  // namespace tessera
