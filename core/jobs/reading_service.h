// What a segmenter reads off the photo that is shown, on a thread of its own.
#pragma once

#include <QImage>
#include <QObject>
#include <memory>

#include "core/jobs/inspection/inspection.h"
#include "core/jobs/label_reader.h"
#include "core/jobs/latest_answer.h"

namespace tessera {

/// Of one inspection's photo.
struct Reading {
    QImage picture;  ///< the labels that were read, in the palette's colours
    Agreement agreement;
    Palette palette;
};

/// All methods are called from the GUI thread and return at once; all signals arrive there. The
/// latest inspection wins.
class ReadingService : public QObject {
    Q_OBJECT

public:
    explicit ReadingService(QObject* parent = nullptr) : QObject(parent) {}

    /// Ends with finished or failed.
    void read(const Inspection& inspection);
    void forget() { answer_.forget(); }  ///< what was asked for

Q_SIGNALS:
    void finished(const tessera::Reading& reading);
    void failed(const QString& reason);

private:
    Reading readingOf(const Inspection& inspection);

    std::unique_ptr<LabelReader> reader_;  // of the last palette; of the job's thread
    LatestAnswer answer_{*this};           // last: its job uses the above
};

}  // namespace tessera
