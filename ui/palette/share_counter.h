// Counts how much of the picture each class covers, in pauses between dabs.
#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <vector>

#include "core/labels/label_map.h"

namespace tessera {
class Painting;
}

namespace tessera::ui {

/// Changes that come while a count is due are one count. A count is due kDelay after the first of
/// them, later where counting takes long: it never takes more than a tenth of the time. Only bands
/// of rows that changed since the last one are counted anew.
class ShareCounter : public QObject {
    Q_OBJECT

public:
    static constexpr int kDelay = 60;  ///< milliseconds

    explicit ShareCounter(QObject* parent = nullptr);

    void setPainting(Painting* painting);

Q_SIGNALS:
    /// Pixels of each class of the palette, and of the whole picture.
    void counted(const std::vector<qint64>& areas, qint64 pixels);

private:
    void count();
    void countBands();
    void schedule();

    QPointer<Painting> painting_;
    QTimer timer_;
    LabelMap counted_;
    std::vector<std::vector<qint64>> bands_;  ///< of counted_: areas by band and class
    std::vector<qint64> areas_;               ///< their sum
};

}  // namespace tessera::ui
