// Puts the training into the studio: its panels and page, painting with a run, leaving while one
// trains.
#pragma once

#include <QObject>
#include <QTimer>

class QMainWindow;

namespace tessera::ui {

class ModelChoice;
class PanelDocks;
class RunPanel;
class RunsPanel;
class StatusLine;
class TrainPage;
struct Session;

class TrainingDesk : public QObject {
    Q_OBJECT

public:
    /// All outlive this.
    TrainingDesk(Session& session, ModelChoice& models, QMainWindow& window);

    void addPanels(PanelDocks& docks);
    TrainPage& page() const { return *page_; }
    void showIn(StatusLine& status);

    /// Asks what becomes of a run that trains, and does it; false: the window stays open.
    bool confirmLeave();

    /// Opens the newest weights of a run as the studio's model, and newer ones as they come.
    void paintWith(const QString& run);

Q_SIGNALS:
    void painting();  ///< with a run: the painter wants to see it

private:
    void startRun();
    void exportModel(const QString& run);
    void publish(const QString& run);
    void receiveModel(const QString& run, const QString& file);
    void followMinute();
    QString modelOf(const QString& run) const;
    bool paintsWith(const QString& run) const;

    Session& session_;
    ModelChoice& models_;
    QMainWindow& window_;
    TrainPage* page_;
    RunsPanel* runs_;
    RunPanel* run_;
    QString wanted_;  // run to paint with as soon as there are weights
    QTimer minute_;
};

}  // namespace tessera::ui
