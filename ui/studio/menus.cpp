// What is in which menu.
#include "ui/studio/menus.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <initializer_list>

#include "ui/studio/actions/studio_actions.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Menus)
};

QMenu* addMenu(QMenuBar& bar, const QString& title) {
    QMenu* menu = bar.addMenu(title);
    menu->setToolTipsVisible(true);
    return menu;
}

void add(QMenu& menu, const StudioActions& actions, std::initializer_list<Command> commands) {
    for (const Command command : commands) {
        menu.addAction(&actions[command]);
    }
    menu.addSeparator();
}

QMenu* buildFile(QMenuBar& bar, const StudioActions& actions) {
    QMenu* file = addMenu(bar, Text::tr("&File"));
    file->addAction(&actions[Command::New]);
    file->addAction(&actions[Command::Open]);
    QMenu* recent = file->addMenu(Text::tr("Open &recent"));
    recent->setToolTipsVisible(true);
    file->addAction(&actions[Command::TracePhoto]);
    file->addSeparator();
    add(*file, actions, {Command::Save, Command::SaveAs});
    QMenu* exports = file->addMenu(Text::tr("&Export"));
    exports->setToolTipsVisible(true);
    add(*exports, actions, {Command::ExportPhoto, Command::ExportPair});
    add(*exports, actions, {Command::ExportIds, Command::ExportIndexed, Command::ExportColours});
    file->addSeparator();
    file->addAction(&actions[Command::Quit]);
    return recent;
}

void buildEdit(QMenuBar& bar, const StudioActions& actions, const QList<QAction*>& tools) {
    QMenu* edit = addMenu(bar, Text::tr("&Edit"));
    add(*edit, actions, {Command::Undo, Command::Redo});
    add(*edit, actions, {Command::CopyPhoto});
    edit->addMenu(Text::tr("&Tools"))->addActions(tools);
    add(*edit,
        actions,
        {Command::FindClass, Command::SwapClass, Command::SmallerBrush, Command::LargerBrush});
}

// Names one of the themes in the settings, from where the next start takes it.
void addThemes(QMenu& view) {
    QMenu* menu = view.addMenu(Text::tr("&Theme"));
    auto* group = new QActionGroup(menu);
    const std::pair<ThemeMode, QString> themes[] = {
        {ThemeMode::Dark, Text::tr("&Dark")},
        {ThemeMode::Light, Text::tr("&Light")},
        {ThemeMode::System, Text::tr("As the &desktop")}};
    for (const auto& [mode, title] : themes) {
        QAction* action = menu->addAction(title);
        action->setCheckable(true);
        action->setChecked(mode == Theme::instance().mode());
        group->addAction(action);
        QObject::connect(action, &QAction::triggered, menu, [chosen = mode] {
            Theme::instance().apply(chosen);
            QSettings().setValue(QStringLiteral("theme"), Theme::modeName(chosen));
        });
    }
}

QMenu* buildView(QMenuBar& bar, const StudioActions& actions) {
    QMenu* view = addMenu(bar, Text::tr("&View"));
    add(*view,
        actions,
        {Command::ShowLabels, Command::ShowBoth, Command::ShowPhoto, Command::NextMode});
    add(*view, actions, {Command::Fit, Command::ActualSize, Command::ZoomIn, Command::ZoomOut});
    add(*view, actions, {Command::OutlineClass, Command::Backdrop, Command::FloatPhoto});
    QMenu* panels = view->addMenu(Text::tr("&Panels"));
    addThemes(*view);
    view->addAction(&actions[Command::FullScreen]);
    return panels;
}

}  // namespace

StudioMenus buildMenus(QMenuBar& bar, const StudioActions& actions, const QList<QAction*>& tools) {
    StudioMenus menus;
    menus.recent = buildFile(bar, actions);
    buildEdit(bar, actions, tools);
    menus.panels = buildView(bar, actions);
    QMenu* picture = addMenu(bar, Text::tr("&Picture"));
    add(*picture,
        actions,
        {Command::RollStyle,
         Command::RollTexture,
         Command::StyleFromPhoto,
         Command::ManyStyles,
         Command::SourcePhoto});
    add(*picture,
        actions,
        {Command::ReplaceClass, Command::Insert, Command::BeforeAfter, Command::FillAll});
    menus.model = addMenu(bar, Text::tr("&Model"));
    QMenu* help = addMenu(bar, Text::tr("&Help"));
    add(*help, actions, {Command::Tip, Command::Keys, Command::About});
    return menus;
}

}  // namespace tessera::ui
