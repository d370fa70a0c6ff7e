// The middle of the Train workspace: curves, samples, the open painting.
#pragma once

#include <QWidget>

#include "core/jobs/training/training_service.h"

class QSplitter;

namespace tessera {
class Painting;
}

namespace tessera::ui {

class ChartsSection;
class LiveSection;
class SamplesSection;

class TrainPage : public QWidget {
    Q_OBJECT

public:
    TrainPage(TrainingService& service, const Painting& painting, QWidget* parent = nullptr);

    void setRun(const QString& name);
    void compareWith(const QString& name);  ///< empty: with none

private:
    void update();
    QString folderOf(const QString& name) const;

    TrainingService& service_;
    QString name_;
    QString other_;
    ChartsSection* charts_;
    SamplesSection* samples_;
    LiveSection* live_;
};

}  // namespace tessera::ui
