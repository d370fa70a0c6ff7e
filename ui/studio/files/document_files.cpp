// Dialogs for files, and what follows from them.
#include "ui/studio/files/document_files.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <stdexcept>

#include "core/document/painting_file.h"
#include "core/document/source_photo.h"
#include "ui/studio/actions/session.h"
#include "ui/studio/actions/studio_actions.h"
#include "ui/studio/bars/notice_bar.h"
#include "ui/studio/files/label_import.h"
#include "ui/studio/files/problem_box.h"
#include "ui/welcome/new_painting_dialog.h"

namespace tessera::ui {

namespace {

const QString kFolderKey = QStringLiteral("files/folder");
const QString kTopic = QStringLiteral("file");

QString lastFolder() {
    return QSettings()
        .value(kFolderKey, QStandardPaths::writableLocation(QStandardPaths::PicturesLocation))
        .toString();
}

}  // namespace

DocumentFiles::DocumentFiles(Session& session,
                             const StudioActions& actions,
                             NoticeBar& notices,
                             QWidget& window)
    : QObject(&window), session_(session), notices_(notices), window_(window) {
    connect(&actions[Command::New], &QAction::triggered, this, &DocumentFiles::newPainting);
    connect(&actions[Command::Open], &QAction::triggered, this, &DocumentFiles::open);
    connect(&actions[Command::Save], &QAction::triggered, this, &DocumentFiles::save);
    connect(&actions[Command::SaveAs], &QAction::triggered, this, &DocumentFiles::saveAs);
    connect(&session_.painting, &Painting::replaced, this, [this] { strip_.clear(); });
}

void DocumentFiles::setRecentMenu(QMenu* menu) {
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillRecent(*menu); });
}

void DocumentFiles::fillRecent(QMenu& menu) {
    menu.clear();
    const QStringList files = session_.recent.files();
    for (const QString& file : files) {
        QAction* action = menu.addAction(QFileInfo(file).fileName());
        action->setToolTip(file);
        connect(action, &QAction::triggered, this, [this, file] { openFile(file); });
    }
    if (files.isEmpty()) {
        menu.addAction(tr("Nothing yet"))->setEnabled(false);
        return;
    }
    menu.addSeparator();
    connect(
        menu.addAction(tr("Clear")), &QAction::triggered, &session_.recent, &RecentFiles::clear);
}

void DocumentFiles::newPainting() {
    if (!confirmLoss()) {
        return;
    }
    NewPaintingDialog dialog(session_.palettes, session_.painting.palette().id(), &window_);
    dialog.setPictureSize(session_.painting.labels().size());
    if (dialog.exec() != QDialog::Accepted) {
        return;
    }
    PaintingData data = dialog.painting();
    data.style = session_.painting.style();
    data.modelName = session_.painting.modelName();
    data.source = sourceFor(data.labels.size());
    importName_.clear();
    session_.painting.reset(data, {}, tr("New"));
}

SourcePhoto DocumentFiles::sourceFor(QSize size) const {
    const SourcePhoto& source = session_.painting.source();
    return source.image.size() == size ? source : SourcePhoto();
}

QString DocumentFiles::pictureFilter() {
    return tr("Paintings and labels (*.png *.jpg *.jpeg *.bmp *.tif *.tiff);;All files (*)");
}

QString DocumentFiles::askForPicture(const QString& title) {
    return QFileDialog::getOpenFileName(&window_, title, lastFolder(), pictureFilter());
}

QStringList DocumentFiles::askForPictures(const QString& title) {
    return QFileDialog::getOpenFileNames(&window_, title, lastFolder(), pictureFilter());
}

void DocumentFiles::open() {
    const QString file = askForPicture(tr("Open a painting or a label map"));
    if (!file.isEmpty()) {
        openFile(file);
    }
}

bool DocumentFiles::openFile(const QString& file) {
    return confirmLoss() && openTile(file, tile_);
}

bool DocumentFiles::openLabels(const LabelMap& labels,
                               const Palette& palette,
                               const QString& name) {
    if (!confirmLoss()) {
        return false;
    }
    const Painting& painting = session_.painting;
    const SourcePhoto source = sourceFor(labels.size());
    importName_ = name;
    session_.painting.reset({labels, palette, painting.style(), painting.modelName(), source},
                            {},
                            tr("Open: %1").arg(name));
    return true;
}

void DocumentFiles::setStripTile(StripTile tile) {
    const QString strip = strip_;
    const bool anew = !strip.isEmpty() && tile != tile_;
    const bool opened = anew && confirmLoss() && openTile(strip, tile);
    tile_ = opened || strip.isEmpty() ? tile : tile_;
    Q_EMIT stripTileChanged(tile_);
}

bool DocumentFiles::openTile(const QString& file, StripTile tile) {
    OpenedFile opened;
    try {
        opened = readPaintingOrLabels(file, session_.painting.palette(), session_.palettes, tile);
        if (!opened.isPainting) {
            opened.data.style = session_.painting.style();
            opened.data.source =
                opened.isStrip ? readSourcePhoto(file, tile) : sourceFor(opened.data.labels.size());
        }
    } catch (const std::exception& error) {
        session_.recent.remove(file);
        showProblem(window_,
                    tr("Not opened"),
                    QString::fromUtf8(error.what()),
                    tr("The open painting stays as it is."));
        return false;
    }
    const QString name = QFileInfo(file).completeBaseName();
    importName_ = opened.isPainting ? QString() : name;
    session_.painting.reset(
        opened.data, opened.isPainting ? file : QString(), tr("Open: %1").arg(name));
    session_.recent.add(file);
    rememberFolder(file);
    notices_.withdraw(kTopic);
    if (opened.isStrip) {
        strip_ = file;
        tile_ = tile;
        Q_EMIT stripTileChanged(tile_);
        offerOtherTile(file, tile);
    } else if (!opened.notes.isEmpty()) {
        notices_.show(NoticeKind::Info, kTopic, opened.notes.join(QStringLiteral(" · ")));
    }
    // NOLINTNEXTLINE(readability-misleading-indentation): Q_EMIT is empty to the parser
    Q_EMIT this->opened(opened.data.modelName);
    return true;
}

void DocumentFiles::offerOtherTile(const QString& file, StripTile opened) {
    const bool ground = opened == StripTile::Ground;
    const StripTile other = ground ? StripTile::Aerial : StripTile::Ground;
    notices_.show(NoticeKind::Info,
                  kTopic,
                  ground ? tr("A cross-view strip: these are the labels of its ground view.")
                         : tr("A cross-view strip: these are the labels of its aerial view."),
                  {{ground ? tr("Aerial view") : tr("Ground view"), [this, file, other] {
                        if (confirmLoss()) {
                            openTile(file, other);
                        }
                    }}});
}

bool DocumentFiles::save() {
    const QString file = session_.painting.fileName();
    return file.isEmpty() ? saveAs() : saveTo(file);
}

bool DocumentFiles::saveAs() {
    const QString file = QFileDialog::getSaveFileName(&window_,
                                                      tr("Save the painting"),
                                                      proposedPath(QStringLiteral(".png")),
                                                      tr("Paintings (*.png)"));
    if (file.isEmpty()) {
        return false;
    }
    const bool named =
        QFileInfo(file).suffix().compare(QLatin1String(kPaintingSuffix), Qt::CaseInsensitive) == 0;
    return saveTo(named ? file : file + QLatin1Char('.') + QLatin1String(kPaintingSuffix));
}

bool DocumentFiles::saveTo(const QString& file) {
    session_.painting.endStroke();
    try {
        savePainting(session_.painting.data(), file);
    } catch (const std::exception& error) {
        showProblem(window_,
                    tr("Not saved"),
                    QString::fromUtf8(error.what()),
                    tr("The painting is still open. Save it under another name or in another "
                       "folder."));
        return false;
    }
    session_.painting.markSaved(file);
    session_.recent.add(file);
    rememberFolder(file);
    Q_EMIT saved();
    return true;
}

bool DocumentFiles::confirmLoss() {
    session_.painting.endStroke();
    if (!session_.painting.isModified()) {
        return true;
    }
    QMessageBox question(QMessageBox::Warning,
                         tr("Unsaved work"),
                         tr("Save the changes to “%1”?").arg(documentName()),
                         QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel,
                         &window_);
    question.setInformativeText(tr("What is not saved is lost."));
    question.setDefaultButton(QMessageBox::Save);
    switch (question.exec()) {
        case QMessageBox::Save:
            return save();
        case QMessageBox::Discard:
            return true;
        default:
            return false;
    }
}

QString DocumentFiles::documentName() const {
    const QString file = session_.painting.fileName();
    if (!file.isEmpty()) {
        return QFileInfo(file).completeBaseName();
    }
    return importName_.isEmpty() ? tr("painting") : importName_;
}

QString DocumentFiles::proposedPath(const QString& suffix) const {
    return lastFolder() + QLatin1Char('/') + documentName() + suffix;
}

void DocumentFiles::rememberFolder(const QString& file) {
    QSettings().setValue(kFolderKey, QFileInfo(file).absolutePath());
}

}  // namespace tessera::ui
