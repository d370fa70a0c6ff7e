// The picture in the middle of the studio: labels, photo, or both with a divider.
#pragma once

#include <QPointer>
#include <QWidget>
#include <memory>
#include <optional>

#include "core/document/painting.h"
#include "ui/canvas/canvas_tool.h"
#include "ui/canvas/picture_layers.h"
#include "ui/canvas/view_transform.h"

namespace tessera::ui {

class CanvasNavigator;
class CanvasPointer;

/// Shows a painting and its newest photo, redraws only what changed, and hands the pointer to the
/// tool in hand. Moves and zooms by wheel, pinch, Space or middle drag, and arrow keys.
class CanvasView : public QWidget {
    Q_OBJECT

public:
    explicit CanvasView(QWidget* parent = nullptr);
    ~CanvasView() override;

    void setPainting(Painting* painting);
    Painting* painting() const { return painting_; }

    void setTool(CanvasTool* tool);
    CanvasTool* tool() const { return tool_; }

    /// Shows a photo made for that revision of the painting. False: older than what is shown.
    bool setPhoto(const QImage& photo, quint64 revision);

    /// A photo over the labels, to paint after; see PictureLayers.
    void setBackdrop(const QImage& photo, double strength);
    void setBackdropStrength(double strength);  ///< 0 none to 1 opaque
    double backdropStrength() const { return layers_.backdropStrength(); }

    const PictureLayers& layers() const { return layers_; }
    ViewMode mode() const { return layers_.mode(); }
    void setMode(ViewMode mode);
    qreal dividerPosition() const { return layers_.divider().position(); }
    void setDividerPosition(qreal position);

    const ViewTransform& transform() const { return transform_; }
    QRect visiblePixels() const;  ///< of the picture
    void fit();
    void zoomTo(qreal zoom);  ///< about the middle of the view; 1: one screen pixel a picture pixel
    void zoomBy(qreal factor);                     ///< about the middle
    void zoomBy(qreal factor, QPointF viewPoint);  ///< what is under the point stays there
    void panBy(QPointF delta);

    /// One quiet line at the lower left: what the tool in hand can do.
    void setHint(const QString& hint);

    /// Outlines the class under the pointer.
    void setOutlineShown(bool shown);
    bool outlineShown() const { return outlineShown_; }

    bool isPainting() const;  ///< the tool is between press and release
    void cancelPainting();    ///< as by Esc

    QSize sizeHint() const override { return {900, 700}; }
    QSize minimumSizeHint() const override { return {240, 180}; }

Q_SIGNALS:
    void modeChanged(tessera::ui::ViewMode mode);
    void zoomChanged(qreal zoom);
    void pointerMoved(const QPoint& pixel);  ///< over the picture or beside it
    void pointerLeft();
    void photoShown(quint64 revision);  ///< its pixels have been drawn

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    friend class CanvasPointer;
    friend class CanvasNavigator;

    void adoptPainting();
    void labelsChanged(const QRect& area);
    void transformed();  // after any change of zoom or place
    void refreshTool();  // redraws what the tool draws, where it was and where it is
    void refreshDivider(const QRectF& before);
    void outlineClassAt(QPoint pixel);
    void updateCursor();
    void paintOutline(QPainter& painter) const;
    void paintHint(QPainter& painter) const;
    bool isNavigating() const;
    QRectF viewRect() const { return QRectF(rect()); }

    QPointer<Painting> painting_;
    QPointer<CanvasTool> tool_;
    PictureLayers layers_;
    ViewTransform transform_;
    std::unique_ptr<CanvasNavigator> navigator_;
    std::unique_ptr<CanvasPointer> pointer_;
    QRectF toolArea_;  // what the tool covered when it was last drawn
    QString hint_;
    QList<QLine> outline_;
    QPoint outlinePixel_{-1, -1};
    std::optional<uint16_t> outlineLabel_;  // whose border outline_ is
    bool outlineShown_ = false;
    bool photoIsNew_ = false;  // not yet drawn
};

}  // namespace tessera::ui
