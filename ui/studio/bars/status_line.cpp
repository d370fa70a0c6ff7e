// Cells of the status line.
#include "ui/studio/bars/status_line.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <cmath>

#include "core/document/painting.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {
constexpr int kTick = 1000;  // milliseconds

// "CPU, 2 threads" and "bfloat16" as "CPU · bf16 · 2 threads".
QString deviceText(const ModelInfo& model) {
    QStringList parts = model.deviceName.split(QStringLiteral(", "));
    const QString precision = model.precision == QLatin1String("bfloat16")  ? QStringLiteral("bf16")
                              : model.precision == QLatin1String("float32") ? QStringLiteral("fp32")
                                                                            : model.precision;
    parts.insert(std::min<qsizetype>(1, parts.size()), precision);
    return parts.join(QStringLiteral(" · "));
}
}  // namespace

/// The light before the milliseconds.
class StatusDot : public QWidget {
public:
    enum class Light { Good, Waiting, Bad };

    explicit StatusDot(QWidget* parent) : QWidget(parent) { setFixedSize(14, 14); }

    void setLight(Light light) {
        light_ = light;
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const Colours& c = colours();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(light_ == Light::Good  ? c.good
                         : light_ == Light::Bad ? c.bad
                                                : c.textFaint);
        painter.drawEllipse(QPointF(4, 7), 4, 4);
    }

private:
    Light light_ = Light::Waiting;
};

StatusLine::StatusLine(const Painting& painting, QWidget* parent)
    : QWidget(parent), painting_(painting) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(Metrics::unit * 2 - 2, 1, Metrics::unit * 2 - 2, 0);
    row->setSpacing(0);
    dot_ = new StatusDot(this);
    row->addWidget(dot_);
    time_ = addCell(tr("Time of the last render"));
    device_ = addCell(tr("Device, precision, threads"));
    size_ = addCell(tr("Size of the painting"));
    pointer_ = addCell(tr("Under the pointer"));
    row->addStretch();
    trainingDot_ = new StatusDot(this);
    row->addWidget(trainingDot_);
    training_ = addCell(tr("The run that trains, below normal priority"), 0);
    row->addSpacing(Metrics::unit * 3);
    setTraining(false, 0);
    saved_ = addCell(tr("When it was saved"));
    setFixedHeight(Metrics::rowHeight);
    tick_.setInterval(kTick);
    connect(&tick_, &QTimer::timeout, this, &StatusLine::showSaved);
    connect(&painting_, &Painting::replaced, this, &StatusLine::adopt);
    connect(&painting_, &Painting::labelsChanged, this, &StatusLine::showPointer);
    connect(&painting_, &Painting::modifiedChanged, this, &StatusLine::showSaved);
    adopt();
}

QLabel* StatusLine::addCell(const QString& name, int gap) {
    auto* cell = new QLabel(this);
    cell->setToolTip(name);
    cell->setAccessibleName(name);
    setRole(cell, Role::Muted);
    // A style sheet takes a label's own margins away.
    auto* row = static_cast<QHBoxLayout*>(layout());
    if (row->count() > 1) {
        row->addSpacing(gap);
    }
    row->addWidget(cell);
    return cell;
}

void StatusLine::setModel(const ModelInfo& model) {
    const bool modulesAlone = !model.obstacle.isEmpty();
    device_->setText(modulesAlone ? tr("%1 · no fast plan").arg(deviceText(model))
                                  : deviceText(model));
    device_->setToolTip(modulesAlone ? model.obstacle : device_->accessibleName());
    time_->clear();
}

void StatusLine::setOpening(const QString& model) {
    time_->setText(tr("opening %1").arg(model));
    dot_->setLight(StatusDot::Light::Waiting);
}

void StatusLine::setRendered(double milliseconds) {
    time_->setText(tr("%1 ms").arg(std::lround(milliseconds)));
    dot_->setLight(StatusDot::Light::Good);
}

void StatusLine::setRenderFailed() {
    time_->setText(tr("no photo"));
    dot_->setLight(StatusDot::Light::Bad);
}

void StatusLine::setTraining(bool trains, double stepsPerSecond) {
    trainingDot_->setVisible(trains);
    trainingDot_->setLight(StatusDot::Light::Good);
    training_->setVisible(trains);
    training_->setText(stepsPerSecond > 0
                           ? tr("training · %1 steps/s").arg(stepsPerSecond, 0, 'f', 1)
                           : tr("training"));
}

void StatusLine::setPointer(const QPoint& pixel) {
    pixel_ = pixel;
    showPointer();
}

void StatusLine::clearPointer() {
    pixel_.reset();
    showPointer();
}

// Also when the class under a pointer that rests was painted over.
void StatusLine::showPointer() {
    if (!pixel_ || !painting_.labels().contains(*pixel_)) {
        pointer_->clear();
        return;
    }
    const QString name = painting_.palette().nameOf(painting_.labels().at(*pixel_));
    pointer_->setText(tr("x %1 y %2 · %3").arg(pixel_->x()).arg(pixel_->y()).arg(name));
}

void StatusLine::setSaved() {
    how_ = Saved::Saved;
    since_.start();
    tick_.start();
    showSaved();
}

void StatusLine::setAutosaved() {
    how_ = Saved::Autosaved;
    since_.start();
    tick_.start();
    showSaved();
}

void StatusLine::adopt() {
    how_ = Saved::Never;
    tick_.stop();
    const QSize size = painting_.labels().size();
    size_->setText(tr("%1 × %2").arg(size.width()).arg(size.height()));
    showPointer();
    showSaved();
}

void StatusLine::showSaved() {
    if (how_ == Saved::Never) {
        saved_->setText(painting_.isModified() ? tr("not saved yet") : QString());
        return;
    }
    const qint64 seconds = since_.elapsed() / 1000;
    const QString ago = seconds < 2    ? tr("just now")
                        : seconds < 60 ? tr("%1 s ago").arg(seconds)
                                       : tr("%1 min ago").arg(seconds / 60);
    saved_->setText(how_ == Saved::Saved ? tr("saved %1").arg(ago) : tr("autosaved %1").arg(ago));
}

void StatusLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), colours().bar);
    painter.fillRect(0, 0, width(), 1, colours().line);
}

}  // namespace tessera::ui
