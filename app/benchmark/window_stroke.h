// A recorded stroke on the studio's canvas, and how long the event loop waited meanwhile.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QPointF>
#include <QTimer>

#include "app/benchmark/rows.h"

namespace tessera {

namespace ui {
class CanvasView;
class StudioWindow;
}  // namespace ui

/// Runs the event loop until the photo of `revision` or a newer one has been drawn.
void awaitPhoto(ui::CanvasView& canvas, quint64 revision);

/// A scene and a stroke on it, in milliseconds.
struct StrokeTimes {
    double scene = 0;  ///< until the scene's photo, or what is visible of it, is drawn
    Samples dabs;      ///< of each until its photo is drawn
};

/// Puts a scene of `side` x `side` on the canvas, of 256 all in view, of more at one screen pixel a
/// pixel, then paints a stroke that wanders over its middle.
StrokeTimes timeSceneAndStroke(ui::StudioWindow& window, int side);

/// The dabs on a scene of 256 x 256.
inline Samples timeStroke(ui::StudioWindow& window) {
    return timeSceneAndStroke(window, 256).dabs;
}

/// Moves the pointer to a place of the picture, with no button down, and runs the event loop until
/// all is drawn.
void movePointer(ui::CanvasView& canvas, QPointF picturePoint);

/// How long what is due waits until the event loop gets to it.
class LoopWatch : public QObject {
public:
    LoopWatch();

    double longest() const { return delays_.percentile(1); }
    double percentile(double share) const { return delays_.percentile(share); }

private:
    QTimer timer_;
    QElapsedTimer clock_;
    Samples delays_;
};

}  // namespace tessera
