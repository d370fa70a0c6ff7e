// One render with what was kept of the network's inside: where every figure and panel reads from.
#pragma once

#include <QImage>
#include <QMetaType>
#include <QPoint>
#include <QRect>
#include <QSize>
#include <atomic>
#include <memory>
#include <vector>

#include "core/jobs/inspection/findings.h"
#include "core/jobs/inspection/inspection_parts.h"
#include "core/labels/label_map.h"
#include "core/palette/palette.h"

namespace tessera {

struct Insides;

/// An immutable value, cheap to copy, readable from any thread. What it computes it computes from
/// the arrays that the render left; nothing here runs the network, but sensitivity(). Each method
/// throws std::runtime_error, in one line, where its part was not kept or the model has none.
class Inspection {
public:
    Inspection() = default;  ///< null
    /// `palette` names the model's channels in order.
    Inspection(std::shared_ptr<const Insides> insides, const Palette& palette, quint64 revision);

    bool isNull() const { return !data_; }
    // The following want one that is not null.
    quint64 revision() const;          ///< of the painting
    QSize size() const;                ///< of the painting, pixels
    InspectionParts parts() const;     ///< that were kept
    const ModelInside& model() const;  ///< that rendered it
    const Palette& palette() const;    ///< of the model's channels

    bool contains(QPoint pixel) const { return QRect(QPoint(), size()).contains(pixel); }
    quint16 channelAt(QPoint pixel) const;  ///< the model's channel, kVoid where there is none
    const std::vector<ClassShare>& classes() const;  ///< present, by area

    QImage photo() const;
    QImage labels() const;      ///< in the palette's colours
    LabelMap labelMap() const;  ///< positions in the palette

    QImage globalPicture() const;  ///< Branches
    QImage localPicture() const;   ///< Branches
    /// Needs ClassOutputs. `masked`: transparent where the class is not.
    QImage classOutput(quint16 channel, bool masked) const;
    /// The photo with the outputs of these classes' generators replaced by zero. Needs Branches,
    /// ClassOutputs, and Weights where the model has them.
    QImage muted(const std::vector<quint16>& channels) const;
    /// Needs Branches, and Weights where the model has them.
    AblationFindings ablation() const;

    WeightFindings weights() const;  ///< Weights
    CodeFindings codes() const;      ///< Codes

    /// Counts the labels on the cells of all levels, some milliseconds that the first of the
    /// following would take more.
    void countCells(int decoder = 0) const;
    /// Needs Kernels. `level` from 0, the coarsest; `decoder` an index into model().decoders. Takes
    /// microseconds: made for following the cursor. The ways that the model does not use need no
    /// part; they are drawn in a window of SAU's side, or 5 where there is none.
    Kernel kernelAt(int level,
                    QPoint pixel,
                    Upsampling how = Upsampling::Sau,
                    int decoder = 0) const;
    /// A tenth of a millisecond at 256 x 256.
    KernelTrace trace(QPoint pixel, Upsampling how = Upsampling::Sau, int decoder = 0) const;

    /// Some milliseconds each. Kernels; the maps hold NaN on void.
    NumberMap purityMap(int level, Upsampling how = Upsampling::Sau, int decoder = 0) const;
    NumberMap entropyMap(int level, int decoder = 0) const;
    /// Entropies cost as much again, and are zero where they are not asked for.
    PurityFindings purity(int decoder = 0, bool entropies = true) const;

    /// Needs Features. `channels` empty: the `best` that tell the class from the rest. `common`:
    /// one range of colours for all, from 0 to the largest value, else each its own. Without
    /// `rankAll` the AUC is found of those shown as the best alone.
    FeatureFindings features(quint16 channel,
                             std::vector<int> channels,
                             int best,
                             bool common,
                             int decoder = 0,
                             bool rankAll = true) const;

    /// Runs the network and a backward pass, seconds at 512². Ends with Cancelled when `cancelled`
    /// is set meanwhile. On the processor, in float32.
    SensitivityFindings sensitivity(QPoint pixel,
                                    const std::atomic<bool>* cancelled = nullptr) const;

private:
    struct Data;
    struct KernelMaps;

    std::shared_ptr<const Data> data_;
};

/// Rows of several pictures as one table: means weighted by cells.
PurityFindings joined(const std::vector<PurityFindings>& tables);

}  // namespace tessera

Q_DECLARE_METATYPE(tessera::Inspection)
