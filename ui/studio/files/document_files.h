// New, open, save: the painting and its file, and the question before work is lost.
#pragma once

#include <QObject>
#include <QString>

#include "core/document/painting_data.h"
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
    /// The same of several.
    QStringList askForPictures(const QString& title);

    void newPainting();
    void open();
    /// A painting or labels. False when the user kept the open one, or the file could not be read
    /// (which a dialog then says).
    bool openFile(const QString& file);
    /// A new painting of these labels, with the style that the open one has, and its source photo
    /// where that is of their size. False when the user kept the open one.
    bool openLabels(const LabelMap& labels, const Palette& palette, const QString& name);
    bool save();
    bool saveAs();
    bool saveTo(const QString& file);

    /// Which labels of cross-view strips are opened; their photo of the other view becomes the
    /// source. An open strip is opened anew, unless the user keeps what was painted on it.
    void setStripTile(StripTile tile);
    StripTile stripTile() const { return tile_; }

    /// Asks about unsaved work: saved or not wanted, true; false to stay.
    bool confirmLoss();

    /// "street", for titles and for names that are proposed for new files.
    QString documentName() const;
    /// A path for an export: the folder that was used last and `documentName() + suffix`.
    QString proposedPath(const QString& suffix) const;

Q_SIGNALS:
    void opened(const QString& modelName);  ///< the model that it was made with; may be empty
    void saved();
    void stripTileChanged(tessera::StripTile tile);  ///< what it is now, chosen or not

private:
    static QString pictureFilter();
    bool openTile(const QString& file, StripTile tile);
    void offerOtherTile(const QString& file, StripTile opened);
    void fillRecent(QMenu& menu);
    void rememberFolder(const QString& file);
    SourcePhoto sourceFor(QSize size) const;

    Session& session_;
    NoticeBar& notices_;
    QWidget& window_;
    QString importName_;  // of the labels that the painting came from
    QString strip_;       // that the painting came from
    StripTile tile_ = StripTile::Ground;
};

}  // namespace tessera::ui
