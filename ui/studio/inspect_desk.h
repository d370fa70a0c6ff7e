// The Inspect workspace: its panels in their docks, what they want of a render, what they get.
#pragma once

#include <QList>
#include <QObject>
#include <QSet>
#include <QTimer>
#include <optional>

#include "core/jobs/inspection/inspection_service.h"

class QMainWindow;

namespace tessera::ui {

class CanvasView;
class ClassOutputsPanel;
class InspectBar;
class InspectPanel;
class KernelsPanel;
class PanelDocks;
class PinLayer;
class Pins;
class Toolbox;
struct Session;

/// Nothing is kept or computed for a panel that is hidden, and nothing at all in another
/// workspace.
class InspectDesk : public QObject {
    Q_OBJECT

public:
    InspectDesk(Session& session, CanvasView& canvas, Toolbox& toolbox, QMainWindow& window);

    void addPanels(PanelDocks& docks);
    InspectBar& bar() const { return *bar_; }
    Pins& pins() const { return *pins_; }
    InspectionService& service() const { return *service_; }
    const QList<InspectPanel*>& panels() const { return panels_; }

    void setActive(bool active);
    /// The canvas shows another picture than the photo, and that comes after it.
    bool replacesPhoto() const;

private:
    void addDock(PanelDocks& docks,
                 const QString& name,
                 InspectPanel* panel,
                 Qt::DockWidgetArea area,
                 QSize size);
    void renewWish();
    void show(const InspectionResult& result);
    void serve(InspectPanel& panel);
    void clear();
    void draw();

    Session& session_;
    CanvasView& canvas_;
    Toolbox& toolbox_;
    QMainWindow& window_;
    InspectionService* service_;
    Pins* pins_;
    PinLayer* layer_;
    InspectBar* bar_;
    QList<InspectPanel*> panels_;
    std::optional<InspectionResult> last_;
    QSet<InspectPanel*> served_;  // show the last result
    QTimer soon_;                 // several docks change at once
    bool active_ = false;
    bool replaced_ = false;  // the canvas shows another picture than the photo
};

}  // namespace tessera::ui
