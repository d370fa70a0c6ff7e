// Replace class, insert, before and after: opens what does them.
#pragma once

#include <QImage>
#include <QObject>
#include <QPointer>

class QWidget;

namespace tessera::ui {

class BeforeAfterWindow;
class CanvasView;
class DocumentFiles;
class NoticeBar;
class ReplaceDialog;
class StudioActions;
struct Session;

class ChangeCommands : public QObject {
    Q_OBJECT

public:
    /// Takes care of its commands in the Picture and Export menus. All outlive this.
    ChangeCommands(Session& session,
                   const StudioActions& actions,
                   DocumentFiles& files,
                   CanvasView& canvas,
                   NoticeBar& notices,
                   QWidget& window);

    /// The newest photo; without one there is nothing to compare.
    void setPhoto(const QImage& photo);

    void replace(int fromClass);
    void insert();
    void insertFrom(const QString& file);
    void compare();
    void exportPair();

private:
    Session& session_;
    const StudioActions& actions_;
    DocumentFiles& files_;
    CanvasView& canvas_;
    NoticeBar& notices_;
    QWidget& window_;
    QImage photo_;
    QPointer<ReplaceDialog> replaceDialog_;
    QPointer<BeforeAfterWindow> beforeAfter_;
};

}  // namespace tessera::ui
