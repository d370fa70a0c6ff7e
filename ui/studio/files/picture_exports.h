// Labels and photo out of the studio: to files and to the clipboard.
#pragma once

#include <QImage>
#include <QObject>
#include <functional>

#include "core/images/label_files.h"

class QWidget;

namespace tessera::ui {

class DocumentFiles;
class NoticeBar;
class StudioActions;
struct Session;

class PictureExports : public QObject {
    Q_OBJECT

public:
    /// Takes care of the export commands. All outlive this.
    PictureExports(const Session& session,
                   const StudioActions& actions,
                   const DocumentFiles& files,
                   NoticeBar& notices,
                   QWidget& window);

    /// The newest photo; without one its exports are off.
    void setPhoto(const QImage& photo);

    void exportLabels(LabelFormat format);
    void exportPhoto();
    void copyPhoto();

    /// Asks where and calls `write`, which may throw. `suffix`: of the name that is proposed.
    void exportPicture(const QString& title,
                       const QString& suffix,
                       const std::function<void(const QString& file)>& write);

    // As the above, once the file is chosen. Failures become a dialog.
    void writeLabelsTo(const QString& file, LabelFormat format);
    void writePhotoTo(const QString& file);

private:
    void writeAndTell(const QString& file, const std::function<void()>& write);
    QString askFor(const QString& title, const QString& suffix, const QString& filter);

    const Session& session_;
    const StudioActions& actions_;
    const DocumentFiles& files_;
    NoticeBar& notices_;
    QWidget& window_;
    QImage photo_;
};

}  // namespace tessera::ui
