// Commands that change the painting or what it is painted with.
#include "ui/studio/actions/edit_commands.h"

#include <QCoreApplication>

#include "ui/studio/actions/session.h"
#include "ui/studio/actions/studio_actions.h"

namespace tessera::ui {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(EditCommands)
};

void showHistory(const StudioActions& actions, const Painting& painting) {
    QAction& undo = actions[Command::Undo];
    QAction& redo = actions[Command::Redo];
    undo.setEnabled(painting.canUndo());
    redo.setEnabled(painting.canRedo());
    undo.setText(painting.canUndo() ? Text::tr("&Undo %1").arg(painting.undoName())
                                    : Text::tr("&Undo"));
    redo.setText(painting.canRedo() ? Text::tr("&Redo %1").arg(painting.redoName())
                                    : Text::tr("&Redo"));
}

void fillAll(Session& session) {
    Painting& painting = session.painting;
    const uint16_t label = session.classes.current();
    painting.applyWhole({FillAll{}, label, session.options.onlyOn()},
                        Text::tr("Fill all: %1").arg(painting.palette().nameOf(label)));
}

}  // namespace

void connectEditCommands(const StudioActions& actions, Session& session) {
    Painting& painting = session.painting;
    const auto on = [&](Command command, auto act) {
        QObject::connect(&actions[command], &QAction::triggered, &painting, act);
    };
    on(Command::Undo, [&painting] { painting.undo(); });
    on(Command::Redo, [&painting] { painting.redo(); });
    on(Command::FillAll, [&session] { fillAll(session); });
    on(Command::SwapClass, [&session] { session.classes.swap(); });
    on(Command::SmallerBrush, [&session] { session.options.shrinkSize(); });
    on(Command::LargerBrush, [&session] { session.options.growSize(); });

    const auto show = [&actions, &painting] { showHistory(actions, painting); };
    QObject::connect(&painting, &Painting::historyChanged, &actions, show);
    QObject::connect(&painting, &Painting::replaced, &actions, show);
    show();
}

}  // namespace tessera::ui
