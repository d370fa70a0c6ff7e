// An open painting: labels, palette, style, source photo and model's name, and the history of their
// changes.
#pragma once

#include <QObject>
#include <QRect>
#include <QString>
#include <QStringList>
#include <memory>

#include "core/document/painting_data.h"
#include "core/labels/paint_operation.h"

namespace tessera {

class History;

/// The one write path to a painting. Every change goes through here, is recorded for undo and
/// told to whoever looks. Belongs to the GUI thread.
class Painting : public QObject {
    Q_OBJECT

public:
    static constexpr qint64 kDefaultHistoryLimit = qint64{256} << 20;  ///< bytes

    explicit Painting(QObject* parent = nullptr);
    ~Painting() override;

    const LabelMap& labels() const { return data_.labels; }
    const Palette& palette() const { return data_.palette; }
    const Style& style() const { return data_.style; }
    const SourcePhoto& source() const { return data_.source; }
    const QString& modelName() const { return data_.modelName; }
    const PaintingData& data() const { return data_; }

    /// Where it was opened from or saved to; empty for a new one.
    const QString& fileName() const { return fileName_; }
    /// Does it differ from what was last opened or saved? Undoing back to there makes it false.
    bool isModified() const;
    /// Counts every change of labels, style or source photo, undo and redo included; never goes
    /// back.
    quint64 revision() const { return revision_; }

    /// Another painting takes this one's place; its history begins with `entry` ("Open: street",
    /// "New"). `modified` is true for one that was recovered. Emits replaced().
    void reset(const PaintingData& data,
               const QString& fileName = {},
               const QString& entry = {},
               bool modified = false);
    /// After a save: this state is the one on disk.
    void markSaved(const QString& fileName);
    /// Not undoable, does not count as a modification.
    void setModelName(const QString& name);

    // Painting. A stroke is one history entry, however many operations it has.

    /// Opens a stroke; one that is open is ended first.
    void beginStroke(const QString& name);
    /// Paints at once, inside the open stroke or as a stroke of its own (named by what it is).
    /// Returns the changed rectangle and emits labelsChanged() for it unless it is empty.
    QRect apply(const PaintOperation& operation);
    /// Closes the stroke; one that changed nothing leaves no entry.
    void endStroke();
    /// Puts back what was there when the stroke began.
    void cancelStroke();
    bool inStroke() const;
    /// A whole stroke of one operation.
    QRect applyWhole(const PaintOperation& operation, const QString& name);

    /// Undoable. An open stroke is ended first. An equal style changes nothing.
    void setStyle(const Style& style, const QString& name);
    /// The photo that a cross-view model translates; undoable, as a style. A null one takes it
    /// away.
    void setSource(const SourcePhoto& source, const QString& name);
    /// The same picture under another palette: `labels` are of the present size and positions in
    /// `palette`. Undoable, either way it emits replaced().
    void setPalette(const Palette& palette, const LabelMap& labels, const QString& name);

    // History. State 0 is the oldest that is kept; each entry leads to the next state.

    bool canUndo() const;  ///< while a stroke is open: undo cancels it
    bool canRedo() const;
    void undo();
    void redo();
    /// Names of all states, oldest first.
    QStringList history() const;
    /// Position of the current state in history().
    int historyPosition() const;
    /// Undoes or redoes to that state.
    void goTo(int position);
    /// The painting in that state, without going there.
    PaintingData dataAt(int position) const;
    QString undoName() const;  ///< of what undo() would take back; empty: nothing
    QString redoName() const;

    /// Bytes that undo and redo hold; kept below the limit by forgetting the oldest entries.
    qint64 historyBytes() const;
    qint64 historyLimit() const;
    void setHistoryLimit(qint64 bytes);

Q_SIGNALS:
    void labelsChanged(const QRect& area);
    void styleChanged();
    void sourceChanged();
    void modelNameChanged();
    void historyChanged();
    void modifiedChanged(bool modified);
    void fileNameChanged();
    void replaced();  ///< another document or palette, maybe of another size

private:
    struct Stroke;

    bool step(bool forward);
    void tellLabels(const QRect& area);
    void tellModified();

    PaintingData data_;
    QString fileName_;
    quint64 revision_ = 0;
    quint64 savedState_ = 0;    ///< the history's state that is on disk
    bool wasModified_ = false;  ///< as last told by modifiedChanged
    std::unique_ptr<History> history_;
    std::unique_ptr<Stroke> stroke_;  ///< the open one
};

/// Keeps a stroke open for the length of a scope; ends it, or cancels it when an exception passes.
class StrokeScope {
public:
    StrokeScope(Painting& painting, const QString& name);
    ~StrokeScope();
    StrokeScope(const StrokeScope&) = delete;
    StrokeScope& operator=(const StrokeScope&) = delete;

private:
    Painting& painting_;
    int exceptions_;
};

}  // namespace tessera
