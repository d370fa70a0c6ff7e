// Name over photo, strip, cosines.
#include "ui/inspect/code_rows.h"

#include <QContextMenuEvent>
#include <QLocale>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/jobs/inspection/colour_map.h"
#include "ui/inspect/picture_menu.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {

constexpr int kRow = 30;
constexpr int kLine = kRow / 2;
constexpr int kHead = 16;
constexpr int kName = 104;
constexpr int kSwatch = 8;
constexpr int kMostCell = 24;
constexpr int kLeastCell = 6;
constexpr int kLeastText = 18;  // of a cell that has room for a number
constexpr int kLeastStrip = 72;

QString number(float value) {
    return QLocale().toString(value, 'f', 2);
}

}  // namespace

CodeRows::CodeRows(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMouseTracking(true);
}

void CodeRows::setCodes(const CodeFindings& found, const QStringList& photos) {
    const bool resized = found.classes.size() != found_.classes.size();
    found_ = found;
    photos_ = photos;
    strips_ = found.codes.values.empty()
                  ? QImage()
                  : heatImage(found.codes, -found.range, found.range, ColourMap::Diverging);
    QStringList lines;
    for (int row = 0; row < count(); ++row) {
        lines << found_.classes[static_cast<size_t>(row)].of.name + QLatin1Char(' ') + photos_[row];
    }
    setAccessibleDescription(lines.join(QStringLiteral(", ")));
    if (resized) {
        updateGeometry();
    }
    update();
}

QSize CodeRows::sizeHint() const {
    return {kName + kLeastStrip + Metrics::unit + count() * cellSide(), kHead + kRow * count()};
}

/// Cells give way before the strip does.
int CodeRows::cellSide() const {
    const int room = width() - kName - kLeastStrip - Metrics::unit;
    return count() == 0 ? kMostCell : std::clamp(room / count(), kLeastCell, kMostCell);
}

QRect CodeRows::stripRect(int row) const {
    const int right = width() - cellSide() * count() - Metrics::unit;
    return {kName, kHead + row * kRow + 3, std::max(1, right - kName), kRow - 6};
}

QRect CodeRows::cellRect(int row, int column) const {
    const int side = cellSide();
    return {width() - (count() - column) * side, kHead + row * kRow + 3, side - 1, kRow - 6};
}

void CodeRows::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setFont(Theme::font(Metrics::smallFont));
    for (int row = 0; row < count(); ++row) {
        const QRect head(cellRect(row, row).left(), 2, cellSide() - 1, kSwatch);
        painter.fillRect(head, found_.classes[static_cast<size_t>(row)].of.color);
        paintRow(painter, row);
    }
}

void CodeRows::paintRow(QPainter& painter, int row) const {
    const Colours& c = colours();
    const CodeFindings::OfClass& one = found_.classes[static_cast<size_t>(row)];
    const auto text = [&](const QRect& line, const QString& words, const QColor& color) {
        painter.setPen(color);
        painter.drawText(line,
                         Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(words, Qt::ElideMiddle, line.width()));
    };
    const int top = kHead + row * kRow;
    painter.fillRect(QRect(0, top + (kLine - kSwatch) / 2 + 1, kSwatch, kSwatch), one.of.color);
    const int left = kSwatch + Metrics::half;
    const int wide = kName - left - Metrics::half;
    text({left, top, wide, kLine}, one.of.name, c.text);
    text({left, top + kLine - 1, wide, kLine}, photoOf(row), c.textMuted);
    painter.drawImage(stripRect(row), strips_, QRect(0, row, strips_.width(), 1));
    paintCosines(painter, row);
}

void CodeRows::paintCosines(QPainter& painter, int row) const {
    for (int column = 0; column < count(); ++column) {
        const QRect cell = cellRect(row, column);
        const float cosine = found_.cosines.at(column, row);
        if (std::isnan(cosine)) {
            painter.fillRect(cell, colours().outline);
            continue;
        }
        const QColor fill = QColor::fromRgba(colourOf(cosine, found_.leastCosine, 1));
        painter.fillRect(cell, fill);
        if (cell.width() >= kLeastText) {
            painter.setPen(qGray(fill.rgb()) > 128 ? Qt::black : Qt::white);
            painter.drawText(cell, Qt::AlignCenter, QLocale().toString(cosine, 'f', 1));
        }
    }
}

QString CodeRows::textAt(QPoint place) const {
    const int row = (place.y() - kHead) / kRow;
    if (place.y() < kHead || row >= count()) {
        return {};
    }
    const QString& name = found_.classes[static_cast<size_t>(row)].of.name;
    const QRect strip = stripRect(row);
    if (strip.contains(place)) {
        const int index =
            static_cast<int>(qint64{place.x() - strip.left()} * strips_.width() / strip.width());
        return tr("%1, value %2: %3").arg(name).arg(index).arg(number(found_.codes.at(index, row)));
    }
    for (int column = 0; column < count(); ++column) {
        if (cellRect(row, column).contains(place)) {
            const float cosine = found_.cosines.at(column, row);
            return tr("%1 and %2: %3")
                .arg(name,
                     found_.classes[static_cast<size_t>(column)].of.name,
                     std::isnan(cosine) ? QStringLiteral("–") : number(cosine));
        }
    }
    return {};
}

QString CodeRows::photoOf(int row) const {
    if (!found_.classes[static_cast<size_t>(row)].given) {
        return tr("no photo");
    }
    return photos_[row].isEmpty() ? tr("a photo") : photos_[row];
}

void CodeRows::mouseMoveEvent(QMouseEvent* event) {
    const int row = (event->position().toPoint().y() - kHead) / kRow;
    setToolTip(row >= 0 && row < count() ? photoOf(row) : QString());
    Q_EMIT pointed(textAt(event->position().toPoint()));
}

void CodeRows::leaveEvent(QEvent*) {
    Q_EMIT pointed({});
}

void CodeRows::contextMenuEvent(QContextMenuEvent* event) {
    if (count() > 0) {
        QMenu menu;
        addPictureActions(menu, grab().toImage(), tr("Region styles"), *this);
        menu.exec(event->globalPos());
    }
}

}  // namespace tessera::ui
