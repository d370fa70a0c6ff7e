// The figures that inspection makes: findings in, a figure out.
#pragma once

#include <QPoint>
#include <vector>

#include "core/jobs/figures/figure.h"
#include "core/jobs/inspection/inspection.h"
#include "core/jobs/label_reader.h"

namespace tessera {

/// One label map on a sheet. All of a sheet are by one model.
struct FigureSubject {
    QString name;
    Inspection inspection;
};
using FigureSubjects = std::vector<FigureSubject>;

// Each takes the parts that it shows from the inspections and throws std::runtime_error, one line,
// where one was not kept or the model has none. Several subjects make one sheet.

/// Fig. 5 of the paper: for every pin and level the k x k kernel as heat and numbers in frames of
/// its source cells' classes, beside the photo with arrows to the most attended places; and the
/// trace down to the bottleneck. Needs Kernels. Throws where a pin is outside a picture.
Figure kernelsFigure(const FigureSubjects& subjects,
                     const std::vector<QPoint>& pins,
                     int decoder = 0);

/// Labels, photo, both branches, and a tile a class. Needs Branches and ClassOutputs.
Figure classesFigure(const FigureSubjects& subjects, bool masked = true);

/// W_l over the photo, its histogram, and a bar a class. Needs Weights.
Figure weightsFigure(const FigureSubjects& subjects);

/// Labels, photo, and of every region its style code as a strip and its cosine with the others'.
/// Needs Codes.
Figure codesFigure(const FigureSubjects& subjects);

/// What of the features to show.
struct FeaturesChoice {
    std::vector<quint16> classes;  ///< channels of the model; empty: the three largest
    std::vector<int> channels;     ///< of f'; empty: of each class the `best` that tell it
    int best = 6;
    bool commonScale = false;  ///< a class's channels in one range of colours, else each its own
    int decoder = 0;
};

/// Fig. 12: F_i, a row a class, a column a channel. Needs Features.
Figure featuresFigure(const FigureSubjects& subjects, const FeaturesChoice& choice);

/// The photo by the global branch alone, by addition, by the mean, and as it is, with differences.
/// Needs Branches, and Weights where the model has them.
Figure ablationFigure(const FigureSubjects& subjects);

/// Photo, map and a bar a class.
Figure sensitivityFigure(const QString& name,
                         const QImage& photo,
                         const SensitivityFindings& found);

/// Fig. 13: the painted labels, the picture, and the labels that a segmenter reads off it, with the
/// agreement of both, class by class. `reader` is of the model's palette.
Figure segmentationFigure(const FigureSubjects& subjects, const LabelReader& reader);

/// Purity by SAU, uniform kernels, bilinear, bicubic and nearest, and SAU's entropy: maps of each
/// subject, of all levels where there is one alone, and the table of all together. Needs Kernels.
Figure purityFigure(const FigureSubjects& subjects, int decoder = 0);

/// Of all subjects together, weighted by cells.
PurityFindings purityOf(const FigureSubjects& subjects, int decoder = 0);

/// The table for a terminal: purity everywhere and at class borders, level by level.
QString purityText(const PurityFindings& findings);

}  // namespace tessera
