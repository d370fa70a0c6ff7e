// New, open, save: the painting and its file, and the question before work is lost.
#pragma once

#include <QObject>
#include <QString>

#include "core/images/label_files.h"

class QMenu;
class QWidget;

namespace tessera::ui {

class NoticeBar;
class StudioActions;
struct Session;

class DocumentFiles : public QObject {
    Q_OBJECT

public:
    /// Takes care of New, Open, Save and Save as. All outlive this.
    DocumentFiles(Session& session,
                  const StudioActions& actions,
                  NoticeBar& notices,
                  QWidget& window);

    /// Lists the files opened last, whenever it is about to be shown.
    void setRecentMenu(QMenu* menu);

    /// Asks for a painting or labels; empty: none.
    QString askForPicture(const QString& title);

    void newPainting();
    void open();
    /// A painting or labels. False when the user kept the open one, or the file could not be read
    /// (which a dialog then says).
    bool openFile(const QString& file);
    bool save();
    bool saveAs();
    bool saveTo(const QString& file);

    /// Asks about unsaved work: saved or not wanted, true; false to stay.
    bool confirmLoss();

    /// "street", for titles and for names that are proposed for new files.
    QString documentName() const;
    /// A path for an export: the folder that was used last and `documentName() + suffix`.
    QString proposedPath(const QString& suffix) const;

Q_SIGNALS:
    void opened(const QString& modelName);  ///< the model that it was made with; may be empty
    void saved();

private:
    bool openTile(const QString& file, StripTile tile);
    void offerOtherTile(const QString& file, StripTile opened);
    void fillRecent(QMenu& menu);
    void rememberFolder(const QString& file);

    Session& session_;
    NoticeBar& notices_;
    QWidget& window_;
    QString importName_;  // of the labels that the painting came from
};

}  // namespace tessera::ui
