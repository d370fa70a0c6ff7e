#include "core/document/painting.h"

#include <cstdlib>
#include <exception>
#include <utility>

#include "core/document/history.h"
#include "core/labels/label_patch.h"

namespace tessera {

struct Painting::Stroke {
    QString name;
    LabelRecorder recorder;
};

Painting::Painting(QObject* parent) : QObject(parent), history_(std::make_unique<History>()) {
    history_->start(tr("New"));
    savedState_ = history_->state();
}

Painting::~Painting() = default;

bool Painting::isModified() const {
    return history_->state() != savedState_ || (stroke_ && !stroke_->recorder.isEmpty());
}

void Painting::reset(const PaintingData& data,
                     const QString& fileName,
                     const QString& entry,
                     bool modified) {
    stroke_.reset();
    data_ = data;
    fileName_ = fileName;
    history_->start(entry.isEmpty() ? tr("New") : entry);
    savedState_ = modified ? 0 : history_->state();  // no state has the number 0
    ++revision_;
    Q_EMIT replaced();
    Q_EMIT historyChanged();
    Q_EMIT fileNameChanged();
    tellModified();
}

void Painting::markSaved(const QString& fileName) {
    endStroke();
    savedState_ = history_->state();
    if (fileName != std::exchange(fileName_, fileName)) {
        Q_EMIT fileNameChanged();
    }
    tellModified();
}

void Painting::setModelName(const QString& name) {
    if (name != std::exchange(data_.modelName, name)) {
        Q_EMIT modelNameChanged();
    }
}

void Painting::beginStroke(const QString& name) {
    endStroke();
    stroke_ = std::make_unique<Stroke>(Stroke{name, LabelRecorder(data_.labels.size())});
}

QRect Painting::apply(const PaintOperation& operation) {
    if (!stroke_) {
        return applyWhole(operation, operationName(operation, data_.palette));
    }
    const QRect changed = paint(data_.labels, operation, &stroke_->recorder);
    tellLabels(changed);
    return changed;
}

void Painting::endStroke() {
    if (!stroke_) {
        return;
    }
    const std::unique_ptr<Stroke> stroke = std::move(stroke_);
    if (!stroke->recorder.isEmpty()) {
        history_->push(stroke->name, stroke->recorder.take());
        Q_EMIT historyChanged();
        tellModified();
    }
}

void Painting::cancelStroke() {
    if (!stroke_) {
        return;
    }
    const std::unique_ptr<Stroke> stroke = std::move(stroke_);
    tellLabels(stroke->recorder.take().exchange(data_.labels));
    tellModified();
}

bool Painting::inStroke() const {
    return stroke_ != nullptr;
}

QRect Painting::applyWhole(const PaintOperation& operation, const QString& name) {
    const StrokeScope scope(*this, name);
    return apply(operation);
}

void Painting::setStyle(const Style& style, const QString& name) {
    endStroke();
    if (style == data_.style) {
        return;
    }
    history_->push(name, std::exchange(data_.style, style));
    ++revision_;
    Q_EMIT styleChanged();
    Q_EMIT historyChanged();
    tellModified();
}

void Painting::setSource(const SourcePhoto& source, const QString& name) {
    endStroke();
    if (source == data_.source) {
        return;
    }
    history_->push(name, std::exchange(data_.source, source));
    ++revision_;
    Q_EMIT sourceChanged();
    Q_EMIT historyChanged();
    tellModified();
}

void Painting::setPalette(const Palette& palette, const LabelMap& labels, const QString& name) {
    endStroke();
    history_->push(name,
                   {std::exchange(data_.labels, labels), std::exchange(data_.palette, palette)});
    ++revision_;
    Q_EMIT replaced();
    Q_EMIT historyChanged();
    tellModified();
}

bool Painting::canUndo() const {
    return inStroke() || history_->canUndo();
}

bool Painting::canRedo() const {
    return !inStroke() && history_->canRedo();
}

void Painting::undo() {
    if (inStroke()) {
        cancelStroke();
    } else {
        goTo(history_->position() - 1);
    }
}

void Painting::redo() {
    goTo(history_->position() + 1);
}

QStringList Painting::history() const {
    return history_->names();
}

int Painting::historyPosition() const {
    return history_->position();
}

void Painting::goTo(int position) {
    endStroke();
    const bool forward = position > history_->position();
    bool moved = false;
    // Counted, as a step may forget the oldest states and so shift the positions.
    for (int left = std::abs(position - history_->position()); left > 0 && step(forward); --left) {
        moved = true;
    }
    if (moved) {
        Q_EMIT historyChanged();
        tellModified();
    }
}

PaintingData Painting::dataAt(int position) const {
    PaintingData data = data_;
    if (stroke_) {
        LabelPatch(stroke_->recorder.patch()).exchange(data.labels);
    }
    return history_->at(position, data);
}

QString Painting::undoName() const {
    return history_->canUndo() ? history_->names().at(history_->position()) : QString();
}

QString Painting::redoName() const {
    return history_->canRedo() ? history_->names().at(history_->position() + 1) : QString();
}

qint64 Painting::historyBytes() const {
    return history_->bytes();
}

qint64 Painting::historyLimit() const {
    return history_->limit();
}

void Painting::setHistoryLimit(qint64 bytes) {
    const int states = static_cast<int>(history_->names().size());
    history_->setLimit(bytes);
    if (history_->names().size() != states) {
        Q_EMIT historyChanged();
    }
}

bool Painting::step(bool forward) {
    if (forward ? !history_->canRedo() : !history_->canUndo()) {
        return false;
    }
    const History::Step step = forward ? history_->redo(data_) : history_->undo(data_);
    if (step.style) {
        ++revision_;
        Q_EMIT styleChanged();
    }
    if (step.source) {
        ++revision_;
        Q_EMIT sourceChanged();
    }
    if (step.palette) {
        ++revision_;
        Q_EMIT replaced();
    }
    tellLabels(step.labels);
    return true;
}

void Painting::tellLabels(const QRect& area) {
    if (!area.isEmpty()) {
        ++revision_;
        Q_EMIT labelsChanged(area);
        tellModified();
    }
}

void Painting::tellModified() {
    const bool modified = isModified();
    if (modified != std::exchange(wasModified_, modified)) {
        Q_EMIT modifiedChanged(modified);
    }
}

StrokeScope::StrokeScope(Painting& painting, const QString& name)
    : painting_(painting), exceptions_(std::uncaught_exceptions()) {
    painting_.beginStroke(name);
}

StrokeScope::~StrokeScope() {
    if (std::uncaught_exceptions() > exceptions_) {
        painting_.cancelStroke();
    } else {
        painting_.endStroke();
    }
}

}  // namespace tessera
