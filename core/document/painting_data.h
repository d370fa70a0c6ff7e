// What a painting is, without its history: the value that files hold.
#pragma once

#include <QImage>
#include <QMap>
#include <QString>
#include <QtGlobal>
#include <vector>

#include "core/labels/label_map.h"
#include "core/palette/palette.h"

namespace tessera {

/// What makes one photo of a painting differ from another one of the same labels.
struct Style {
    std::vector<float> vector;  ///< z; empty: drawn from styleSeed
    quint32 styleSeed = 0;
    quint32 noiseSeed = 0;
    QString styleName;  ///< for people: "overcast", a photo's name; may be empty
    /// Of a style a region: the photo, by name, that a class's part of the vector is from; a class
    /// by its name.
    QMap<QString, QString> regionPhotos = {};

    bool operator==(const Style&) const = default;
};

/// What a cross-view model translates: the place seen from elsewhere.
struct SourcePhoto {
    QImage image;  ///< Format_RGB888; null: none
    QString name;  ///< for people: its file's, without the ending

    bool operator==(const SourcePhoto&) const = default;
};

/// All that a painting's file holds. A value: cheap to copy, safe to hand to another thread.
struct PaintingData {
    LabelMap labels;
    Palette palette;
    Style style;
    QString modelName;
    SourcePhoto source = {};  ///< models that translate none leave it aside

    bool operator==(const PaintingData&) const = default;
};

}  // namespace tessera
