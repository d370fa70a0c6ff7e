// Rows of one height, as wide as the panel.
#include "ui/inspect/kernel_list.h"

#include <QLocale>
#include <QPaintEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {
constexpr int kLabel = 84;  // before the grids
constexpr int kGap = 10;
constexpr int kCaption = 18;
constexpr int kMargin = 12;
constexpr int kSquare = 12;
constexpr qreal kMostGrid = 130;
constexpr int kReadable = 15;  // pixels of a cell that numbers fit in

/// The pin's colour by weight, from the well's.
QColor mixed(const QColor& color, qreal part) {
    const QColor& dark = colours().halo;
    const auto mix = [part](int from, int to) {
        return static_cast<int>(std::lround(from + (to - from) * part));
    };
    return {mix(dark.red(), color.red()),
            mix(dark.green(), color.green()),
            mix(dark.blue(), color.blue())};
}

QString purityText(const Kernel& kernel) {
    return kernel.purity ? QLocale().toString(*kernel.purity, 'f', 2) : QStringLiteral("–");
}
}  // namespace

KernelList::KernelList(const Pins& pins, QWidget* parent) : QWidget(parent), pins_(pins) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&pins_, &Pins::changed, this, &KernelList::renew);
    connect(&pins_, &Pins::hoveredChanged, this, [this] {
        update(rowRect(pins_.all().size()).toAlignedRect());
    });
}

void KernelList::setInspection(const Inspection& inspection) {
    inspection_ = inspection;
    renew();
}

void KernelList::setUpsampling(Upsampling how, int decoder) {
    how_ = how;
    decoder_ = decoder;
    renew();
}

void KernelList::renew() {
    updateGeometry();
    QStringList lines;
    for (const Pin& pin : pins_.all()) {
        lines << rowText(pin.pixel);
    }
    setAccessibleDescription(lines.join(QStringLiteral("; ")));
    update();
}

// The pointer's row is always there, so that rows do not jump when it leaves.
QList<Pin> KernelList::rows() const {
    QList<Pin> rows = pins_.all();
    rows.append({pins_.hovered().value_or(QPoint(-1, -1)), colours().text});
    return rows;
}

std::vector<Kernel> KernelList::kernelsOf(QPoint pixel) const {
    std::vector<Kernel> kernels;
    if (!inspection_.isNull() && inspection_.contains(pixel)) {
        for (int level = 0; level < inspection_.model().levels; ++level) {
            kernels.push_back(inspection_.kernelAt(level, pixel, how_, decoder_));
        }
    }
    return kernels;
}

QString KernelList::nameOf(QPoint pixel) const {
    if (inspection_.isNull() || !inspection_.contains(pixel)) {
        return {};
    }
    const quint16 channel = inspection_.channelAt(pixel);
    return channel < inspection_.palette().size() ? inspection_.palette().classes()[channel].name
                                                  : tr("void");
}

QString KernelList::rowText(QPoint pixel) const {
    QStringList values;
    for (const Kernel& kernel : kernelsOf(pixel)) {
        values << purityText(kernel);
    }
    return tr("%1, purity %2").arg(nameOf(pixel), values.join(QLatin1Char(' ')));
}

qreal KernelList::gridSide() const {
    const int levels = std::max(1, inspection_.isNull() ? 3 : inspection_.model().levels);
    const qreal room = width() - 2 * kMargin - kLabel - (levels - 1) * kGap;
    return std::clamp(room / levels, 40.0, kMostGrid);
}

QSize KernelList::sizeHint() const {
    const auto row = static_cast<int>(gridSide()) + kCaption + kGap;
    return {3 * 100 + kLabel + 2 * kMargin,
            2 * kMargin + row * static_cast<int>(pins_.all().size() + 1)};
}

QRectF KernelList::rowRect(qsizetype index) const {
    const qreal high = gridSide() + kCaption + kGap;
    return {kMargin, kMargin + high * static_cast<qreal>(index), width() - 2.0 * kMargin, high};
}

void KernelList::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    qsizetype index = 0;
    for (const Pin& pin : rows()) {
        const QRectF row = rowRect(index++);
        if (row.intersects(event->rect())) {
            paintRow(painter, row, pin);
        }
    }
}

void KernelList::paintRow(QPainter& painter, const QRectF& row, const Pin& pin) const {
    const std::vector<Kernel> kernels = kernelsOf(pin.pixel);
    paintLabel(painter, QRectF(row.topLeft(), QSizeF(kLabel, row.height())), pin, kernels);
    const qreal side = gridSide();
    qreal left = row.left() + kLabel;
    for (const Kernel& kernel : kernels) {
        const QRectF grid(left, row.top(), side, side);
        paintGrid(painter, grid, kernel, pin.color);
        const QRectF caption(left, grid.bottom(), side, kCaption);
        painter.setFont(Theme::font(Metrics::smallFont));
        painter.setPen(colours().textMuted);
        painter.drawText(
            caption, Qt::AlignLeft | Qt::AlignVCenter, tr("level %1").arg(kernel.level + 1));
        painter.setPen(colours().good);
        painter.drawText(caption, Qt::AlignRight | Qt::AlignVCenter, purityText(kernel));
        left += side + kGap;
    }
}

void KernelList::paintLabel(QPainter& painter,
                            const QRectF& room,
                            const Pin& pin,
                            const std::vector<Kernel>& kernels) const {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(pin.color, 1.75));
    painter.drawRect(QRectF(room.topLeft() + QPointF(1, 2), QSizeF(kSquare, kSquare)));
    painter.setFont(Theme::font());
    painter.setPen(kernels.empty() ? colours().textFaint : colours().text);
    QRectF line(room.left(), room.top() + kSquare + 8, room.width() - 6, 18);
    const QString name = kernels.empty() ? tr("pointer") : nameOf(pin.pixel);
    painter.drawText(line,
                     Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(name, Qt::ElideRight, qRound(line.width())));
    if (kernels.empty()) {
        return;
    }
    const bool pure = std::any_of(
        kernels.begin(), kernels.end(), [](const Kernel& kernel) { return bool(kernel.purity); });
    painter.setPen(pure ? colours().good : colours().textMuted);
    painter.setFont(Theme::font(Metrics::smallFont));
    painter.drawText(QRectF(room.left(), room.top() + gridSide(), line.width(), kCaption),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     pure ? tr("purity") : tr("no purity"));
}

void KernelList::paintGrid(QPainter& painter,
                           const QRectF& grid,
                           const Kernel& kernel,
                           const QColor& color) const {
    const qreal cell = grid.width() / kernel.side;
    float most = 0;
    for (const KernelTap& tap : kernel.taps) {
        most = std::max(most, tap.weight);
    }
    painter.setFont(Theme::font(std::clamp(static_cast<int>(cell * 0.5), 7, 11)));
    for (int y = 0; y < kernel.side; ++y) {
        for (int x = 0; x < kernel.side; ++x) {
            const QRectF box(grid.left() + x * cell, grid.top() + y * cell, cell - 1, cell - 1);
            const float weight = kernel.weight(y, x);
            const qreal part = most > 0 ? std::max(0.0F, weight / most) : 0;
            painter.fillRect(box, mixed(color, part));
            if (cell >= kReadable) {
                painter.setPen(part > 0.55 ? colours().halo : colours().overlay);
                painter.drawText(box, Qt::AlignCenter, QString::number(std::lround(weight * 100)));
            }
        }
    }
}

}  // namespace tessera::ui
