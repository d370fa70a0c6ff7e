// From a photo to a painting: the dialog, the wait, and the photo under the painter's hand.
#pragma once

#include <QObject>
#include <QString>

#include "core/jobs/trace_service.h"

class QWidget;

namespace tessera::ui {

class CanvasView;
class DocumentFiles;
class NoticeBar;
class StudioActions;
struct Session;

class PhotoTracing : public QObject {
    Q_OBJECT

public:
    /// Takes care of Trace a photo and of the backdrop. All outlive this.
    PhotoTracing(Session& session,
                 const StudioActions& actions,
                 DocumentFiles& files,
                 CanvasView& canvas,
                 NoticeBar& notices,
                 QWidget& window);

    /// Asks for a photo.
    void choose();
    /// Traced in the open painting's palette where there is a segmenter for it, else in one that
    /// the user chooses. A moment later it is the open painting, unless the user keeps that.
    void trace(const QString& photo);

    bool isPossible() const { return !palettes_.empty(); }  ///< a segmenter is at hand

Q_SIGNALS:
    void traced(const QString& photo);  ///< its labels are the open painting

private:
    Palette choosePalette();
    void open(const Tracing& tracing);
    void stepBackdrop();
    void dropBackdrop();

    Session& session_;
    const StudioActions& actions_;
    DocumentFiles& files_;
    CanvasView& canvas_;
    NoticeBar& notices_;
    QWidget& window_;
    const std::vector<Palette> palettes_;
    TraceService service_;
};

}  // namespace tessera::ui
