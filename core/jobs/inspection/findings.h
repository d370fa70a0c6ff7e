// What inspection finds: plain values, ready to be drawn.
#pragma once

#include <QColor>
#include <QImage>
#include <QPoint>
#include <QRectF>
#include <QSize>
#include <QString>
#include <cstdint>
#include <optional>
#include <vector>

namespace tessera {

/// Numbers over the picture or over a grid of cells on it, row by row.
struct NumberMap {
    QSize size;                 ///< columns and rows
    double cell = 1;            ///< pixels of the picture a side of one number
    std::vector<float> values;  ///< size.width() * size.height()

    float at(int x, int y) const {
        return values[static_cast<size_t>(y) * static_cast<size_t>(size.width()) +
                      static_cast<size_t>(x)];
    }
};

/// A class that occurs in the picture.
struct ClassShare {
    quint16 channel = 0;  ///< of the model
    QString name;
    QColor color;
    qint64 pixels = 0;
    double share = 0;  ///< of the picture's pixels, 0 to 1
};

/// How a feature map is doubled, or would be.
enum class Upsampling {
    Sau,       ///< the model's own kernels
    Uniform,   ///< 1 / k² everywhere: the same reach without attention
    Bilinear,  ///< 2 x 2
    Bicubic,   ///< 4 x 4, some weights below zero
    Nearest,   ///< 1
};

/// One source position of a kernel.
struct KernelTap {
    QRectF area;           ///< what it covers of the picture, pixels; may lie outside
    float weight = 0;      ///< of all; they sum to 1
    bool outside = false;  ///< beyond the canvas, where features are zero
};

/// The k x k kernel that one cell of a level is made with.
struct Kernel {
    int level = 0;                ///< 0 is the coarsest
    int side = 0;                 ///< k
    QRectF cell;                  ///< what the target cell covers of the picture, pixels
    std::vector<KernelTap> taps;  ///< side * side, row by row
    quint16 channel = 0xffff;     ///< majority class of the target cell; 0xffff: void
    std::optional<double>
        purity;          ///< share of the weight on source positions of that class; none on void
    double entropy = 0;  ///< bits; log2(k²) for the uniform kernel

    float weight(int row, int column) const {
        return taps[static_cast<size_t>(row) * static_cast<size_t>(side) +
                    static_cast<size_t>(column)]
            .weight;
    }
};

/// The source positions that a pixel is truly made of, level by level, as though the convolutions
/// between the levels were identity.
struct KernelTrace {
    std::vector<NumberMap>
        maps;  ///< over the source of the finest level first, the bottleneck last
    std::vector<double>
        purity;     ///< of each map: share on cells of the pixel's class; empty on void
    QRectF region;  ///< that the bottleneck's positions with any weight cover, pixels
};

/// How much of the picture the local branch drew.
struct WeightFindings {
    NumberMap local;                ///< W_l, 0 to 1; W_g = 1 - W_l
    std::vector<qint64> histogram;  ///< pixels by W_l, equal bins from 0 to 1
    double mean = 0;                ///< of W_l
    struct OfClass {
        ClassShare of;
        double mean = 0;  ///< W_l over the class's pixels
    };
    std::vector<OfClass> classes;  ///< by area
};

/// Mean purity of one way of upsampling.
struct PurityMean {
    double everywhere = 0;  ///< over all target cells that are not void
    double atBorders = 0;   ///< over those that touch another class, corners included
};

/// One row of the table: all classes together or one class, at one level. Indexed by Upsampling.
struct PurityRow {
    int level = 0;
    std::optional<ClassShare> of;  ///< none: all classes
    PurityMean means[5];
    qint64 cells = 0;
    qint64 borderCells = 0;
    double entropy = 0;  ///< mean of SAU's kernels, bits

    const PurityMean& operator[](Upsampling how) const { return means[static_cast<int>(how)]; }
};

struct PurityFindings {
    int kernelSide = 0;
    std::vector<PurityRow> rows;  ///< level by level, all classes first, then by area
};

/// The style code of every region, of a model that has one a region.
struct CodeFindings {
    struct OfClass {
        ClassShare of;
        bool given = false;  ///< false: all zero, no photo styles this region
    };
    std::vector<OfClass> classes;  ///< by area
    NumberMap codes;               ///< a row a class
    float range = 0;               ///< the largest of |codes|
    NumberMap cosines;  ///< of each class's code with each other's, -1 to 1; NaN where not given
    float leastCosine =
        1;  ///< of those: codes of one photo lie near each other, colours start here
};

/// How well a channel tells a class from the rest.
struct ChannelSeparation {
    int channel = 0;
    double fisher = 0;  ///< (m1 - m0)² / (v1 + v0), 0 and up
    double auc = 0.5;   ///< chance that a pixel of the class is above one of the rest, 0 to 1
};

/// F_i: the features of one class's own pixels, zero elsewhere.
struct FeatureFindings {
    quint16 channel = 0;  ///< of the class
    struct Map {
        ChannelSeparation of;
        float low = 0;  ///< of the colours
        float high = 1;
        NumberMap values;
    };
    std::vector<Map> maps;
    std::vector<ChannelSeparation> ranking;  ///< all channels, best first
};

/// The same painting with less of the network, by the same weights; pictures are as large as the
/// painting.
struct AblationFindings {
    struct Variant {
        QString name;  ///< "global only", "local added", ..
        QImage picture;
        NumberMap difference;  ///< mean of |variant - full| over colours, pixel values from 0 to 1
        double mean = 0;       ///< of it
    };
    std::vector<Variant> variants;  ///< full last, with no difference
};

/// What the pinned pixel depends on.
struct SensitivityFindings {
    QPoint pixel;
    quint64 revision = 0;
    NumberMap
        repaint;  ///< for each pixel the largest change, to first order, that repainting it as
                  ///< another class would make to the pinned one: max over n of |g_n - g_own|
    struct OfClass {
        quint16 channel = 0;
        QString name;
        QColor color;
        double magnitude = 0;  ///< sum over pixels of |g_n|
    };
    std::vector<OfClass> classes;  ///< largest first, all of the model
};

}  // namespace tessera
