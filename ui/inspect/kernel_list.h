// The k x k kernels of pinned pixels, level by level, as numbers and as heat.
#pragma once

#include <QWidget>

#include "core/jobs/inspection/inspection.h"
#include "ui/inspect/pins.h"

namespace tessera::ui {

/// A row a pin: its square, class and purity, then a grid a level, each cell in percent of the
/// kernel's weight.
class KernelList : public QWidget {
    Q_OBJECT

public:
    explicit KernelList(const Pins& pins, QWidget* parent = nullptr);

    void setInspection(const Inspection& inspection);
    void setUpsampling(Upsampling how, int decoder);

    /// What a row says, for screen readers and tests: "tree, purity 0.94 0.97 1.00".
    QString rowText(QPoint pixel) const;

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void renew();
    QList<Pin> rows() const;
    std::vector<Kernel> kernelsOf(QPoint pixel) const;
    QString nameOf(QPoint pixel) const;
    qreal gridSide() const;
    QRectF rowRect(qsizetype index) const;
    void paintRow(QPainter& painter, const QRectF& row, const Pin& pin) const;
    void paintLabel(QPainter& painter,
                    const QRectF& room,
                    const Pin& pin,
                    const std::vector<Kernel>& kernels) const;
    void paintGrid(QPainter& painter,
                   const QRectF& grid,
                   const Kernel& kernel,
                   const QColor& color) const;

    const Pins& pins_;
    Inspection inspection_;
    Upsampling how_ = Upsampling::Sau;
    int decoder_ = 0;
};

}  // namespace tessera::ui
