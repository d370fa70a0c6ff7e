// Undo and redo: what each stroke and each change of style, palette or source photo replaced,
// within a bound of memory.
#pragma once

#include <QRect>
#include <QString>
#include <QStringList>
#include <deque>
#include <variant>

#include "core/document/painting_data.h"
#include "core/labels/label_patch.h"

namespace tessera {

/// All labels, and the palette that they are positions in.
struct Labelling {
    LabelMap labels;
    Palette palette;
};

/// States of a painting in a row, and the entries that lead from one to the next. Each entry holds
/// only the other side of its change; a step exchanges it with the painting's. Every state has a
/// number that never comes twice, so that "as saved" can be told from "undone past it".
class History {
public:
    /// Forgets everything; the painting is in its first state, called `name`.
    void start(const QString& name);

    /// A change was made: forgets what could be redone. `before` is what it replaced.
    void push(const QString& name, LabelPatch before);
    void push(const QString& name, const Style& before);
    void push(const QString& name, Labelling before);
    void push(const QString& name, const SourcePhoto& before);

    bool canUndo() const { return position_ > 0; }
    bool canRedo() const { return position_ < static_cast<int>(entries_.size()); }

    /// What a step changed in the painting.
    struct Step {
        QRect labels;  ///< empty: none
        bool style = false;
        bool source = false;
        bool palette = false;  ///< and with it every label
    };
    Step undo(PaintingData& painting);  ///< canUndo() only
    Step redo(PaintingData& painting);  ///< canRedo() only

    /// What `painting`, which is in the current state, was or will be in another one.
    PaintingData at(int position, PaintingData painting) const;

    QStringList names() const;  ///< of the states, oldest first
    int position() const { return position_; }
    quint64 state() const;

    qint64 bytes() const { return bytes_; }
    qint64 limit() const { return limit_; }
    void setLimit(qint64 bytes);

private:
    struct Entry {
        QString name;
        quint64 state;  ///< that it leads to
        std::variant<LabelPatch, Style, Labelling, SourcePhoto> other;
        qint64 bytes = 0;
    };

    void push(Entry entry);
    Step exchange(Entry& entry, PaintingData& painting);
    void shrink();

    std::deque<Entry> entries_;
    int position_ = 0;  ///< entries before it are done, the others undone
    QString firstName_;
    quint64 firstState_ = 0;
    quint64 lastState_ = 0;  ///< highest number given
    qint64 bytes_ = 0;
    qint64 limit_ = qint64{256} << 20;
};

}  // namespace tessera
