// Help that is made of what the studio knows of itself.
#include "ui/studio/help.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QMessageBox>
#include <QSettings>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "ui/canvas/canvas_view.h"
#include "ui/studio/actions/studio_actions.h"
#include "ui/studio/studio_window.h"
#include "ui/tools/toolbox.h"
#include "ui/welcome/first_tip.h"

namespace tessera::ui {

namespace {

const QString kSeenKey = QStringLiteral("tip/seen");

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Help)
};

QString row(const QString& keys, const QString& what) {
    return QStringLiteral("<tr><td style='padding:2px 24px 2px 0'><b>%1</b></td><td>%2</td></tr>")
        .arg(keys.toHtmlEscaped(), what.toHtmlEscaped());
}

QString heading(const QString& text) {
    return QStringLiteral("<tr><td colspan='2' style='padding-top:12px'>%1</td></tr>").arg(text);
}

QString toolRows(const StudioWindow& window) {
    QString rows = heading(Text::tr("Tools"));
    for (const Tool* tool : window.toolbox().tools()) {
        const ToolFacts& facts = tool->facts();
        rows += row(facts.key.toString(QKeySequence::NativeText),
                    QStringLiteral("%1 – %2").arg(facts.name, facts.hint));
    }
    return rows;
}

QString canvasRows() {
    return heading(Text::tr("Canvas")) +
           row(Text::tr("1 … 9, 0"), Text::tr("Choose the first ten classes")) +
           row(Text::tr("Shift"), Text::tr("Straight strokes, squares, circles")) +
           row(Text::tr("Ctrl"), Text::tr("While painting: pick the class under the pointer")) +
           row(Text::tr("Esc"), Text::tr("Take back the stroke that is being made")) +
           row(Text::tr("Right drag"), Text::tr("Size of the brush")) +
           row(Text::tr("I"), Text::tr("In Inspect: pin pixels, or take their pins away")) +
           row(Text::tr("Wheel, pinch"), Text::tr("Zoom about the pointer")) +
           row(Text::tr("Space, middle drag, arrows"), Text::tr("Move the picture"));
}

QString commandRows(const StudioWindow& window) {
    QString rows = heading(Text::tr("Commands"));
    for (const QAction* action : window.actions().all()) {
        if (!action->shortcut().isEmpty()) {
            rows += row(QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText),
                        action->toolTip());
        }
    }
    return rows;
}

void showKeys(StudioWindow& window) {
    QDialog dialog(&window);
    dialog.setWindowTitle(Text::tr("Keys"));
    dialog.resize(640, 720);
    auto* text = new QTextBrowser(&dialog);
    text->setAccessibleName(Text::tr("Keys"));
    text->setHtml(QStringLiteral("<table>%1%2%3</table>")
                      .arg(toolRows(window), canvasRows(), commandRows(window)));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, &dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    auto* column = new QVBoxLayout(&dialog);
    column->addWidget(text);
    column->addWidget(buttons);
    dialog.exec();
}

void showAbout(StudioWindow& window) {
    QMessageBox::about(
        &window,
        Text::tr("About Tessera"),
        Text::tr("Tessera %1\n\nPaint with classes, see the photo. The pictures are made "
                 "by LGGAN++, local and global generators with semantic-aware "
                 "upsampling.\n\nThe models and the first scene are for non-commercial "
                 "research; each model's card names its data and licence.")
            .arg(QCoreApplication::applicationVersion()));
}

void showTip(StudioWindow& window) {
    if (!window.canvas().findChild<FirstTip*>()) {
        (new FirstTip(&window.canvas()))->show();
    }
}

}  // namespace

void connectHelp(StudioWindow& window) {
    const StudioActions& actions = window.actions();
    QObject::connect(
        &actions[Command::Tip], &QAction::triggered, &window, [&window] { showTip(window); });
    QObject::connect(
        &actions[Command::Keys], &QAction::triggered, &window, [&window] { showKeys(window); });
    QObject::connect(
        &actions[Command::About], &QAction::triggered, &window, [&window] { showAbout(window); });
}

void showFirstTip(StudioWindow& window) {
    QSettings settings;
    if (!settings.value(kSeenKey, false).toBool()) {
        settings.setValue(kSeenKey, true);
        window.actions()[Command::Tip].trigger();
    }
}

}  // namespace tessera::ui
