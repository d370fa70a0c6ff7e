// Columns in the colours of the map that they count.
#include "ui/inspect/histogram.h"

#include <QPainter>
#include <algorithm>

#include "core/jobs/inspection/colour_map.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {
constexpr int kCaption = 16;
}

Histogram::Histogram(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Histogram::setBins(const std::vector<qint64>& bins, const QString& name) {
    bins_ = bins;
    name_ = name;
    setAccessibleName(name);
    update();
}

void Histogram::paintEvent(QPaintEvent*) {
    if (bins_.empty()) {
        return;
    }
    QPainter painter(this);
    const qint64 most = std::max<qint64>(1, *std::max_element(bins_.begin(), bins_.end()));
    const qreal wide = qreal(width()) / static_cast<qreal>(bins_.size());
    const int high = height() - kCaption;
    for (size_t i = 0; i < bins_.size(); ++i) {
        const qreal column = high * qreal(bins_[i]) / static_cast<qreal>(most);
        const auto middle = (static_cast<float>(i) + 0.5F) / static_cast<float>(bins_.size());
        painter.fillRect(
            QRectF(static_cast<qreal>(i) * wide, high - column, std::max(1.0, wide - 1), column),
            QColor(colourOf(middle, 0, 1)));
    }
    painter.setFont(Theme::font(Metrics::smallFont));
    painter.setPen(colours().textMuted);
    const QRect line(0, high, width(), kCaption);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("0"));
    painter.drawText(line, Qt::AlignHCenter | Qt::AlignVCenter, name_);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("1"));
}

}  // namespace tessera::ui
