// Files dropped on the window: labels open, a photo lends its style, a model is used.
#pragma once

#include <QObject>

class QDropEvent;
class QWidget;

namespace tessera::ui {

class FileDrops : public QObject {
    Q_OBJECT

public:
    /// Listens to the drops of `window`.
    explicit FileDrops(QWidget& window);

    /// What is done with a file; the same for drops and for tests.
    void take(const QString& file);

Q_SIGNALS:
    void pictureDropped(const QString& file);  ///< painting, labels or photo
    void modelDropped(const QString& file);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace tessera::ui
