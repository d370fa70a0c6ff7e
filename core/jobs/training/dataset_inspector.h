// Says what a folder of pictures holds, as soon as it is chosen and more exactly as time goes.
#pragma once

#include <QColor>
#include <QList>
#include <QObject>
#include <QPair>
#include <QSize>
#include <QString>
#include <QStringList>
#include <memory>

namespace tessera {

/// How much of all pixels a class has.
struct DatasetClass {
    QString name;
    QColor color;
    double share = 0;  ///< in [0, 1], of the pixels read; classes and void sum up to 1
};

struct DatasetReport {
    QString folder;
    QString layout;       ///< name of a layout; empty: none fits, and `refusal` says so
    QString layoutTitle;  ///< for people
    QString palette;      ///< id; the layout's own, or the one that explains the label maps best
    bool paletteIsGuess = false;
    bool hasSource = false;
    int pairs = 0;    ///< to train on
    int heldOut = 0;  ///< to judge by
    int checked = 0;  ///< pairs that were read so far, of all of them
    QSize smallest;   ///< photos; by area
    QSize largest;
    QList<DatasetClass> classes;  ///< largest first, those alone that occur
    double voidShare = 0;
    QStringList problems;  ///< "file: reason"
    QString refusal;       ///< why nothing can be trained on, one line; else empty
    bool complete = false;
};

/// name and title of every layout.
QList<QPair<QString, QString>> datasetLayouts();

/// Reads on a thread of its own, which a new question ends.
class DatasetInspector : public QObject {
    Q_OBJECT

public:
    explicit DatasetInspector(QObject* parent = nullptr);
    ~DatasetInspector() override;  ///< ends the thread

    /// An empty layout or palette is found out. Ends with a report that is complete.
    void inspect(const QString& folder, const QString& layout = {}, const QString& palette = {});
    void cancel();

Q_SIGNALS:
    /// First when the files were counted, then a few times a second.
    void reported(const tessera::DatasetReport& report);

private:
    class Work;
    int works_ = 0;  // begun so far
    std::unique_ptr<Work> work_;
};

}  // namespace tessera
