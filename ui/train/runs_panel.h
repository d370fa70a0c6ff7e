// The list of runs and what can be done with the chosen one.
#pragma once

#include <QWidget>

#include "core/jobs/training/training_service.h"

class QLabel;
class QMenu;
class QPushButton;
class QTreeView;

namespace tessera::ui {

class RunModel;
class SectionHeader;

class RunsPanel : public QWidget {
    Q_OBJECT

public:
    explicit RunsPanel(TrainingService& service, QWidget* parent = nullptr);

    QWidget* header() const;

    /// The chosen run; empty when there is none.
    QString current() const;
    void choose(const QString& name);

    /// What is wrong, where one looks for it; an empty text takes it away.
    void say(const QString& problem);

Q_SIGNALS:
    void newRunRequested();
    void currentChanged(const QString& name);
    void compareRequested(const QString& name);  ///< with the chosen one; empty: with none
    void paintRequested(const QString& name);
    void exportRequested(const QString& name);

private:
    QWidget* createButtons();
    QPushButton* addButton(const QString& text, const QString& tip);
    void showAvailability();
    void fillCompare();
    void act(void (TrainingService::*method)(const QString&));
    void askAndRemove();
    void toggle();

    TrainingService& service_;
    RunModel* model_;
    SectionHeader* header_;
    QTreeView* list_;
    QLabel* empty_;
    QLabel* problem_;
    QPushButton* toggle_;  // start, pause
    QPushButton* stop_;
    QPushButton* duplicate_;
    QPushButton* compare_;
    QPushButton* remove_;
    QPushButton* paint_;
    QPushButton* export_;
    QString chosen_;    // told last
    QString compared_;  // with it
    QString said_;      // beside the run's own problem
};

}  // namespace tessera::ui
