// Labels and photo of one painting, and which of them shows where.
#pragma once

#include <QImage>
#include <QRect>

#include "ui/canvas/divider.h"
#include "ui/canvas/label_picture.h"

class QPainter;

namespace tessera {
class Painting;
}

namespace tessera::ui {

class ViewTransform;

enum class ViewMode { Labels, Split, Photo };

/// Until the first photo of a painting is there, its labels show everywhere.
class PictureLayers {
public:
    /// Another painting, of another size or palette. Photos made before now are stale.
    void reset(const Painting& painting);
    void updateLabels(const Painting& painting, const QRect& area);

    /// Takes a photo unless a newer one is here already or its painting is gone. `false`: stale.
    bool setPhoto(const QImage& photo, quint64 revision);
    quint64 photoRevision() const { return photoRevision_; }
    QRect photoChange() const { return change_; }  ///< by the last one, in picture pixels

    ViewMode mode() const { return mode_; }
    void setMode(ViewMode mode) { mode_ = mode; }

    Divider& divider() { return divider_; }
    const Divider& divider() const { return divider_; }

    /// Another photo, laid over the labels: to paint after. Null: none. It stays until it is
    /// replaced; one of another size than the labels is stretched over them.
    void setBackdrop(const QImage& photo) { backdrop_ = photo; }
    void setBackdropStrength(double strength) { backdropStrength_ = strength; }
    double backdropStrength() const { return backdropStrength_; }

    bool showsPhoto() const { return mode_ != ViewMode::Labels && !photo_.isNull(); }
    bool showsLabels() const { return mode_ != ViewMode::Photo || photo_.isNull(); }
    bool showsDivider() const { return mode_ == ViewMode::Split && !photo_.isNull(); }

    /// `view`: the canvas, in view points.
    void paint(QPainter& painter, const ViewTransform& transform, const QRectF& view) const;

private:
    void paintImage(QPainter& painter,
                    const ViewTransform& transform,
                    const QImage& image,
                    bool smooth,
                    const QRectF& clip,
                    double opacity = 1) const;

    LabelPicture labels_;
    void adopt(const QImage& photo);

    QImage photo_;   // Format_RGB32
    QImage source_;  // the same as it came
    QRect change_;
    quint64 photoRevision_ = 0;
    quint64 oldestRevision_ = 0;  // of the painting that is shown
    QImage backdrop_;
    double backdropStrength_ = 0;  // 0 none to 1 opaque
    ViewMode mode_ = ViewMode::Split;
    Divider divider_;
};

}  // namespace tessera::ui
