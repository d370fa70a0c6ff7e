// Which model renders, on what device: the Model menu and what is remembered of it.
#pragma once

#include <QObject>

#include "core/jobs/render_service.h"

class QAction;
class QActionGroup;
class QMenu;
class QWidget;

namespace tessera::ui {

class NoticeBar;
class StudioActions;
struct Session;

class ModelChoice : public QObject {
    Q_OBJECT

public:
    /// Takes care of Open model and Model card. All outlive this.
    ModelChoice(Session& session,
                const StudioActions& actions,
                NoticeBar& notices,
                QWidget& window);

    /// Fills the menu: models at hand, device, precision.
    void fill(QMenu& menu);

    /// Opens the model that was asked for, else the one that was used last, else the default one.
    /// `settings` with "auto" mean what was chosen last.
    void start(const QString& pathOrName, const RenderSettings& settings);

    /// A file that the user chose: that it cannot be used is said in a dialog.
    void openFile(const QString& file);
    /// A file that nobody waits for: that it cannot be used is said in the notice bar.
    void use(const QString& file);
    /// A file that came to the user's models, or was written anew.
    void add(const QString& file);
    /// The model of a painting that was opened; says so when it isn't at hand.
    void openFor(const QString& modelName);

Q_SIGNALS:
    void opening(const QString& title);

private:
    void chooseFile();
    void showCard();
    void modelOpened(const ModelInfo& info);
    void modelFailed(const QString& reason, const QString& file);
    void listModels(QMenu& menu);
    QAction* modelAction(const QString& title, const QString& file);
    QMenu* choiceMenu(const QString& title,
                      const QList<QPair<QString, QString>>& choices,
                      QString RenderSettings::*field);
    void reopen();
    void checkSettings();

    Session& session_;
    NoticeBar& notices_;
    QWidget& window_;
    RenderSettings settings_;  // asked for
    RenderSettings working_;   // of the model in use
    QString file_;             // asked for, absolute
    bool chosen_ = false;      // what is being opened was chosen by the user just now
    QActionGroup* models_ = nullptr;
    QMenu* menu_ = nullptr;
    QAction* afterModels_ = nullptr;
    QList<QActionGroup*> choices_;
};

}  // namespace tessera::ui
