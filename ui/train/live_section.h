// The open painting, drawn by the weights of this minute.
#pragma once

#include <QImage>
#include <QTimer>
#include <QWidget>
#include <memory>

#include "core/jobs/training/training_service.h"

class QLabel;

namespace tessera {
class Painting;
class RenderService;
struct ModelInfo;
struct RenderedPhoto;
}  // namespace tessera

namespace tessera::ui {

class PictureRow;

/// Renders on a thread of its own, apart from the studio's model, and only while it is shown.
class LiveSection : public QWidget {
    Q_OBJECT

public:
    LiveSection(TrainingService& service, const Painting& painting, QWidget* parent = nullptr);
    ~LiveSection() override;

    void setRun(const QString& name);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void openNewest();
    void request();
    void showPictures();
    void adoptModel(const ModelInfo& model);
    void showPhoto(const RenderedPhoto& photo);
    void showAge();
    void askForWeights();

    TrainingService& service_;
    const Painting& painting_;
    std::unique_ptr<RenderService> renders_;  // from the first time that it is shown
    QString name_;
    QString file_;      // whose weights are open or being opened
    QDateTime opened_;  // of which time
    QString step_;
    PictureRow* row_;
    QImage photo_;
    QLabel* age_;
    QTimer minute_;
    QTimer soon_;
};

}  // namespace tessera::ui
