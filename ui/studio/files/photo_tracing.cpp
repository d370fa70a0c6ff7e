// Asks, waits, opens.
#include "ui/studio/files/photo_tracing.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <algorithm>
#include <array>

#include "ui/canvas/canvas_view.h"
#include "ui/studio/actions/session.h"
#include "ui/studio/actions/studio_actions.h"
#include "ui/studio/bars/notice_bar.h"
#include "ui/studio/files/document_files.h"
#include "ui/studio/files/problem_box.h"

namespace tessera::ui {

namespace {
const QString kTopic = QStringLiteral("trace");
constexpr std::array kStrengths{0.0, 0.35, 0.7};  // of the photo over the labels
}  // namespace

PhotoTracing::PhotoTracing(Session& session,
                           const StudioActions& actions,
                           DocumentFiles& files,
                           CanvasView& canvas,
                           NoticeBar& notices,
                           QWidget& window)
    : QObject(&window),
      session_(session),
      actions_(actions),
      files_(files),
      canvas_(canvas),
      notices_(notices),
      window_(window),
      palettes_(traceablePalettes(session.palettes)) {
    QAction& trace = actions_[Command::TracePhoto];
    trace.setEnabled(isPossible());
    if (!isPossible()) {
        trace.setToolTip(tr("No segmenter came with the program"));
    }
    connect(&trace, &QAction::triggered, this, &PhotoTracing::choose);
    QAction& backdrop = actions_[Command::Backdrop];
    backdrop.setEnabled(false);
    connect(&backdrop, &QAction::triggered, this, &PhotoTracing::stepBackdrop);
    connect(&session_.painting, &Painting::replaced, this, &PhotoTracing::dropBackdrop);
    connect(&service_, &TraceService::finished, this, &PhotoTracing::open);
    connect(&service_, &TraceService::failed, this, [this](const QString& reason) {
        notices_.withdraw(kTopic);
        showProblem(window_, tr("Not traced"), reason, tr("The open painting stays as it is."));
    });
}

void PhotoTracing::choose() {
    const QString photo = QFileDialog::getOpenFileName(
        &window_,
        tr("Trace a photo"),
        QFileInfo(files_.proposedPath({})).absolutePath(),
        tr("Photos (*.jpg *.jpeg *.png *.bmp *.tif *.tiff *.webp);;All files (*)"));
    if (!photo.isEmpty()) {
        trace(photo);
    }
}

void PhotoTracing::trace(const QString& photo) {
    const Palette palette = choosePalette();
    if (palette.isEmpty()) {
        return;
    }
    notices_.show(NoticeKind::Info, kTopic, tr("Tracing “%1”…").arg(QFileInfo(photo).fileName()));
    service_.trace(photo, palette);
}

/// Empty: the user thought better of it.
Palette PhotoTracing::choosePalette() {
    const QString open = session_.painting.palette().id();
    const auto named = [](const QString& wanted, auto name) {
        return [wanted, name](const Palette& palette) { return (palette.*name)() == wanted; };
    };
    const auto own = std::find_if(palettes_.begin(), palettes_.end(), named(open, &Palette::id));
    if (own != palettes_.end()) {
        return *own;
    }
    QStringList titles;
    for (const Palette& palette : palettes_) {
        titles << palette.title();
    }
    bool chosen = false;
    const QString title =
        QInputDialog::getItem(&window_,
                              tr("Trace a photo"),
                              tr("Nothing here reads the classes of “%1” off a photo. Trace it as")
                                  .arg(session_.painting.palette().title()),
                              titles,
                              0,
                              false,
                              &chosen);
    const auto other =
        std::find_if(palettes_.begin(), palettes_.end(), named(title, &Palette::title));
    return chosen && other != palettes_.end() ? *other : Palette();
}

void PhotoTracing::open(const Tracing& tracing) {
    notices_.withdraw(kTopic);
    const QString name = QFileInfo(tracing.file).completeBaseName();
    if (!files_.openLabels(tracing.labels, tracing.palette, name)) {
        return;
    }
    canvas_.setBackdrop(tracing.photo, kStrengths[1]);
    actions_[Command::Backdrop].setEnabled(true);
    Q_EMIT traced(tracing.file);
}

void PhotoTracing::stepBackdrop() {
    const auto* const now = std::find_if(kStrengths.begin(), kStrengths.end(), [this](double one) {
        return qFuzzyCompare(1 + one, 1 + canvas_.backdropStrength());
    });
    const auto next = static_cast<size_t>(now - kStrengths.begin() + 1) % kStrengths.size();
    canvas_.setBackdropStrength(kStrengths[next]);
}

/// Another document; the same under another palette keeps it.
void PhotoTracing::dropBackdrop() {
    if (session_.painting.history().size() == 1) {
        canvas_.setBackdrop({}, 0);
        actions_[Command::Backdrop].setEnabled(false);
    }
}

}  // namespace tessera::ui
