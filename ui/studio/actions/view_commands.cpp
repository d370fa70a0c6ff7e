// Modes and zoom by action.
#include "ui/studio/actions/view_commands.h"

#include <QActionGroup>
#include <array>

#include "ui/canvas/canvas_view.h"
#include "ui/studio/actions/studio_actions.h"

namespace tessera::ui {

namespace {

constexpr qreal kZoomStep = 1.25;
constexpr std::array kModes{std::pair(Command::ShowLabels, ViewMode::Labels),
                            std::pair(Command::ShowBoth, ViewMode::Split),
                            std::pair(Command::ShowPhoto, ViewMode::Photo)};

void connectModes(const StudioActions& actions, CanvasView& canvas) {
    auto* group = new QActionGroup(&canvas);
    for (const auto& [command, mode] : kModes) {
        QAction& action = actions[command];
        group->addAction(&action);
        action.setChecked(mode == canvas.mode());
        QObject::connect(&action, &QAction::triggered, &canvas, [&canvas, shown = mode] {
            canvas.setMode(shown);
        });
        QObject::connect(
            &canvas, &CanvasView::modeChanged, &action, [&action, own = mode](ViewMode now) {
                action.setChecked(now == own);
            });
    }
    QObject::connect(&actions[Command::NextMode], &QAction::triggered, &canvas, [&canvas] {
        canvas.setMode(static_cast<ViewMode>((static_cast<int>(canvas.mode()) + 1) % 3));
    });
}

}  // namespace

void connectViewCommands(const StudioActions& actions, CanvasView& canvas) {
    connectModes(actions, canvas);
    const auto on = [&](Command command, auto act) {
        QObject::connect(&actions[command], &QAction::triggered, &canvas, act);
    };
    on(Command::ZoomIn, [&canvas] { canvas.zoomBy(kZoomStep); });
    on(Command::ZoomOut, [&canvas] { canvas.zoomBy(1 / kZoomStep); });
    on(Command::Fit, [&canvas] { canvas.fit(); });
    on(Command::ActualSize, [&canvas] { canvas.zoomTo(1); });
    on(Command::OutlineClass, [&canvas](bool shown) { canvas.setOutlineShown(shown); });
}

}  // namespace tessera::ui
