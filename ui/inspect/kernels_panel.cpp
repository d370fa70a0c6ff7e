// The list, and how many pins there are.
#include "ui/inspect/kernels_panel.h"

#include <QLabel>
#include <QLayout>
#include <QToolButton>
#include <stdexcept>

#include "ui/inspect/kernel_list.h"

namespace tessera::ui {

KernelsPanel::KernelsPanel(Pins& pins, QWidget* parent)
    : InspectPanel(tr("Kernels (SAU)"), parent), pins_(pins), list_(new KernelList(pins)) {
    count_ = new QLabel;
    setRole(count_, Role::Heading);
    header()->layout()->addWidget(count_);
    pin_ = header()->addButton(Icon::Pin, tr("Pin pixels (I)"));
    pin_->setCheckable(true);
    pin_->setShortcut(Qt::Key_I);
    QToolButton* clear = header()->addButton(Icon::Close, tr("Take all pins away"));
    connect(clear, &QToolButton::clicked, &pins, &Pins::clear);
    connect(&pins, &Pins::changed, this, &KernelsPanel::showCount);
    setBody(list_);
    offerFigure([this](const FigureSubjects& shown, const InspectionWish& wish) {
        std::vector<QPoint> pixels;
        for (const Pin& pin : pins_.all()) {
            pixels.push_back(pin.pixel);
        }
        if (pixels.empty()) {
            throw std::runtime_error(tr("Pin a pixel first (I).").toStdString());
        }
        return kernelsFigure(shown, pixels, wish.decoder);
    });
    showCount();
}

QString KernelsPanel::whyNot(const ModelInside& model) const {
    return reason(model, InspectionPart::Kernels);
}

void KernelsPanel::addTo(InspectionWish& wish) const {
    wish.kernels = true;
}

void KernelsPanel::showResult(const InspectionResult& result) {
    list_->setInspection(result.inspection);
}

void KernelsPanel::showNothing() {
    list_->setInspection({});
}

void KernelsPanel::showCount() {
    count_->setText(tr("Pins %1 / %2").arg(pins_.all().size()).arg(Pins::kMost));
}

}  // namespace tessera::ui
