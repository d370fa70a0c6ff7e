// Name, bar, number.
#include "ui/inspect/bar_rows.h"

#include <QPainter>
#include <algorithm>

#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {
constexpr int kRow = 18;
constexpr int kName = 84;
constexpr int kNumber = 44;
constexpr int kThick = 6;
}  // namespace

BarRows::BarRows(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void BarRows::setBars(const QList<Bar>& bars) {
    const bool resized = bars.size() != bars_.size();
    bars_ = bars;
    QStringList lines;
    for (const Bar& bar : bars) {
        lines << bar.name + QLatin1Char(' ') + bar.text;
    }
    setAccessibleDescription(lines.join(QStringLiteral(", ")));
    if (resized) {
        updateGeometry();
    }
    update();
}

QSize BarRows::sizeHint() const {
    return {kName + kNumber + 80, kRow * static_cast<int>(bars_.size())};
}

void BarRows::paintEvent(QPaintEvent*) {
    const Colours& c = colours();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(Theme::font(Metrics::smallFont));
    const int track = std::max(8, width() - kName - kNumber);
    QRect row(0, 0, width(), kRow);
    for (const Bar& bar : bars_) {
        painter.setPen(c.text);
        painter.drawText(
            row.adjusted(0, 0, 0, 0),
            Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(bar.name, Qt::ElideRight, kName - Metrics::half));
        const QRectF whole(kName, row.center().y() - kThick / 2.0 + 1, track, kThick);
        painter.setPen(Qt::NoPen);
        painter.setBrush(c.outline);
        painter.drawRoundedRect(whole, 3, 3);
        painter.setBrush(bar.color);
        QRectF part = whole;
        part.setWidth(track * std::clamp(bar.value, 0.0, 1.0));
        painter.drawRoundedRect(part, 3, 3);
        painter.setPen(c.text);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, bar.text);
        row.translate(0, kRow);
    }
}

}  // namespace tessera::ui
