// Fills the style sheet's template with colours.
#include "ui/theme/style_sheet.h"

#include <QFile>
#include <QHash>
#include <QRegularExpression>

static void loadThemeResources() {
    Q_INIT_RESOURCE(theme);
}

namespace tessera::ui {

namespace {

QHash<QString, QColor> named(const Colours& c) {
    return {
        {"bar", c.bar},
        {"panel", c.panel},
        {"canvas", c.canvas},
        {"field", c.field},
        {"fieldEdge", c.fieldEdge},
        {"raised", c.raised},
        {"raisedHover", c.raisedHover},
        {"line", c.line},
        {"outline", c.outline},
        {"text", c.text},
        {"textMuted", c.textMuted},
        {"textFaint", c.textFaint},
        {"accent", c.accent},
        {"accentHover", c.accentHover},
        {"onAccent", c.onAccent},
        {"accentLine", c.accentLine},
        {"selection", c.selection},
        {"hover", c.hover},
        {"bad", c.bad},
    };
}

QString sheetTemplate() {
    loadThemeResources();
    QFile file(QStringLiteral(":/theme/studio.qss"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

}  // namespace

QString styleSheet(const Colours& colours) {
    static const QRegularExpression name(QStringLiteral("@([a-zA-Z]+)"));
    const QHash<QString, QColor> values = named(colours);
    const QString sheet = sheetTemplate();
    QString filled;
    qsizetype from = 0;
    for (auto it = name.globalMatch(sheet); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        Q_ASSERT(values.contains(match.captured(1)));
        filled += sheet.mid(from, match.capturedStart() - from);
        filled += values.value(match.captured(1)).name();
        from = match.capturedEnd();
    }
    return filled + sheet.mid(from);
}

}  // namespace tessera::ui
