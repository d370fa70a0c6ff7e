// A change that is shown while it is still being decided.
#pragma once

#include <QPointer>
#include <QString>

#include "core/document/painting.h"

namespace tessera::ui {

/// Keeps a stroke of the painting open and replaces what it painted as often as one likes, so that
/// canvas and photo follow. commit() makes it one history entry; whatever else happens to this
/// object takes it back.
class LiveChange {
public:
    explicit LiveChange(Painting& painting) : painting_(&painting) {}
    ~LiveChange() { cancel(); }
    LiveChange(const LiveChange&) = delete;
    LiveChange& operator=(const LiveChange&) = delete;

    /// In place of what was shown before. Returns the rectangle that it changed.
    QRect show(const PaintOperation& operation, const QString& name);
    void commit();
    void cancel();

private:
    QPointer<Painting> painting_;
    bool open_ = false;
};

}  // namespace tessera::ui
