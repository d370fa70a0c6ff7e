// The bottom line: milliseconds, device, size, what is under the pointer, when it was saved.
#pragma once

#include <QElapsedTimer>
#include <QPoint>
#include <QTimer>
#include <QWidget>
#include <optional>

#include "core/jobs/render_service.h"

class QLabel;

namespace tessera {
class Painting;
}

namespace tessera::ui {

class StatusDot;

class StatusLine : public QWidget {
    Q_OBJECT

public:
    explicit StatusLine(const Painting& painting, QWidget* parent = nullptr);

    void setModel(const ModelInfo& model);
    void setOpening(const QString& model);  ///< a model is being opened
    void setRendered(double milliseconds);  ///< a photo came
    void setRenderFailed();
    void setTraining(bool trains, double stepsPerSecond);  ///< a run; 0: not known yet
    void setPointer(const QPoint& pixel);  ///< over this pixel of the picture, or beside it
    void clearPointer();
    void setSaved();      ///< to the painting's file
    void setAutosaved();  ///< to the copy for a crash

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    enum class Saved { Never, Saved, Autosaved };

    QLabel* addCell(const QString& name, int gap = 24);
    void showSize();
    void showSaved();
    void showPointer();
    void adopt();  // another painting

    const Painting& painting_;
    StatusDot* dot_;
    QLabel* time_;
    StatusDot* trainingDot_;
    QLabel* training_;
    QLabel* device_;
    QLabel* size_;
    QLabel* pointer_;
    QLabel* saved_;
    std::optional<QPoint> pixel_;  // under the pointer
    QTimer tick_;
    QElapsedTimer since_;
    Saved how_ = Saved::Never;
};

}  // namespace tessera::ui
