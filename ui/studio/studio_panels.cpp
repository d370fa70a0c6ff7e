// Makes the panels and gives them the painting.
#include "ui/studio/studio_panels.h"

#include <QCoreApplication>

#include "ui/history/history_panel.h"
#include "ui/palette/palette_panel.h"
#include "ui/photo/photo_panel.h"
#include "ui/studio/actions/session.h"
#include "ui/studio/panel_docks.h"
#include "ui/style/style_panel.h"
#include "ui/theme/section_header.h"

namespace tessera::ui {

namespace {

constexpr QSize kPaletteSize(236, 900);
constexpr QSize kPhotoSize(290, 240);
constexpr QSize kStyleSize(290, 260);
constexpr QSize kHistorySize(290, 400);

struct Text {
    Q_DECLARE_TR_FUNCTIONS(StudioPanels)
};

}  // namespace

StudioPanels addPanels(PanelDocks& docks, Session& session) {
    StudioPanels panels;
    panels.palette = new PalettePanel(session.palettes);
    panels.photo = new PhotoPanel;
    panels.style = new StylePanel(session.renders);
    panels.history = new HistoryPanel;
    docks.add(QStringLiteral("palette"),
              Text::tr("Palette"),
              panels.palette,
              panels.palette->header(),
              Qt::LeftDockWidgetArea,
              kPaletteSize);
    docks.add(QStringLiteral("photo"),
              Text::tr("Photo"),
              panels.photo,
              panels.photo->header(),
              Qt::RightDockWidgetArea,
              kPhotoSize);
    docks.add(QStringLiteral("style"),
              Text::tr("Style"),
              panels.style,
              panels.style->header(),
              Qt::RightDockWidgetArea,
              kStyleSize);
    docks.add(QStringLiteral("history"),
              Text::tr("History"),
              panels.history,
              panels.history->header(),
              Qt::RightDockWidgetArea,
              kHistorySize);
    panels.palette->setPainting(&session.painting);
    panels.style->setPainting(&session.painting);
    panels.history->setPainting(&session.painting);
    return panels;
}

void connectClasses(const StudioPanels& panels, Session& session) {
    PalettePanel* palette = panels.palette;
    QObject::connect(palette, &PalettePanel::currentClassChanged, &session.classes, [&](int label) {
        session.classes.choose(static_cast<uint16_t>(label));
    });
    QObject::connect(
        &session.classes, &ClassChoice::changed, palette, &PalettePanel::setCurrentClass);
    QObject::connect(&session.painting, &Painting::replaced, &session.classes, [&] {
        session.classes.keepBelow(session.painting.palette().size());
    });
}

}  // namespace tessera::ui
