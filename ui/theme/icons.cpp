// Icons from resources/icons, tinted when they are painted.
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <array>
#include <optional>

#include "ui/theme/theme.h"

// The resources live in a static library: without this call the linker would leave them out.
static void loadIconResources() {
    Q_INIT_RESOURCE(icons);
}

namespace tessera::ui {

namespace {

// In the order of enum class Icon.
constexpr std::array kFiles = {
    "app",           "brush",   "eraser",       "line",       "rectangle",     "ellipse",
    "lasso",         "fill",    "picker",       "hand",       "zoom",          "undo",
    "redo",          "new",     "open",         "save",       "export",        "copy",
    "die",           "lock",    "pin",          "photo",      "labels",        "split",
    "replace",       "insert",  "before-after", "fit",        "one-to-one",    "flip-horizontal",
    "flip-vertical", "sun",     "moon",         "search",     "close",         "float",
    "warning",       "history", "chevron-down", "chevron-up", "chevron-right", "more",
    "check",         "settings"};
static_assert(kFiles.size() == static_cast<size_t>(Icon::Settings) + 1);

QByteArray svgOf(Icon which) {
    static const bool loaded = (loadIconResources(), true);
    Q_UNUSED(loaded);
    QFile file(
        QStringLiteral(":/icons/%1.svg").arg(QLatin1String(kFiles[static_cast<size_t>(which)])));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

class TintedIconEngine : public QIconEngine {
public:
    TintedIconEngine(Icon which, const std::optional<QColor>& tint) : which_(which), tint_(tint) {}

    void paint(QPainter* painter,
               const QRect& rect,
               QIcon::Mode mode,
               QIcon::State state) override {
        const qreal ratio = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, rendered(rect.size() * ratio, mode, state));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        return rendered(size, mode, state);
    }

    QIconEngine* clone() const override { return new TintedIconEngine(*this); }
    bool isNull() override { return false; }

private:
    QColor colourFor(QIcon::Mode mode, QIcon::State state) const {
        if (mode == QIcon::Disabled) {
            QColor faint = colours().textFaint;
            faint.setAlphaF(0.6f);
            return faint;
        }
        if (tint_) {
            return *tint_;
        }
        return state == QIcon::On ? colours().onAccent : colours().text;
    }

    QPixmap rendered(QSize size, QIcon::Mode mode, QIcon::State state) const {
        const QColor colour = colourFor(mode, state);
        const QString key = QStringLiteral("tessera/%1/%2/%3x%4")
                                .arg(static_cast<int>(which_))
                                .arg(colour.name(QColor::HexArgb))
                                .arg(size.width())
                                .arg(size.height());
        QPixmap pixmap;
        if (!QPixmapCache::find(key, &pixmap)) {
            pixmap = draw(size, colour);
            QPixmapCache::insert(key, pixmap);
        }
        return pixmap;
    }

    QPixmap draw(QSize size, const QColor& colour) const {
        QByteArray svg = svgOf(which_);
        svg.replace("currentColor", colour.name().toLatin1());
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setOpacity(colour.alphaF());
        QSvgRenderer(svg).render(&painter, QRectF(QPointF(0, 0), QSizeF(size)));
        return pixmap;
    }

    Icon which_;
    std::optional<QColor> tint_;
};

}  // namespace

QIcon icon(Icon which) {
    return QIcon(new TintedIconEngine(which, std::nullopt));
}

QIcon icon(Icon which, const QColor& tint) {
    return QIcon(new TintedIconEngine(which, tint));
}

}  // namespace tessera::ui
