// Three choices, and a fourth where each branch upsamples by itself.
#include "ui/inspect/inspect_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPainter>
#include <QSignalBlocker>

#include "ui/inspect/purity_panel.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {
constexpr int kHeight = 40;
}

InspectBar::InspectBar(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("How kernels are drawn"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(Metrics::unit * 2 - 2, 0, Metrics::unit, 1);
    row->setSpacing(Metrics::unit);
    form_ = add(tr("Kernels over the picture"),
                {},
                {tr("Arrows to the heaviest"), tr("Heat"), tr("Trace to the bottleneck")});
    level_ = add(tr("Level"), tr("1 is the coarsest"), {});
    how_ = add(tr("Way of upsampling"), tr("What another way would have used"), upsamplingNames());
    decoder_ = add(tr("Decoder"), tr("Each branch has kernels of its own"), {});
    row->addStretch();
    decoder_->hide();
    setFixedHeight(kHeight);
    connect(form_, &QComboBox::currentIndexChanged, this, [this](int index) {
        level_->setEnabled(index != static_cast<int>(KernelDrawing::Form::Trace));
    });
}

QComboBox* InspectBar::add(const QString& name, const QString& detail, const QStringList& items) {
    auto* box = new QComboBox(this);
    box->addItems(items);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    describe(box, name, detail);
    layout()->addWidget(box);
    connect(box, &QComboBox::currentIndexChanged, this, &InspectBar::drawingChanged);
    return box;
}

KernelDrawing InspectBar::drawing() const {
    return {static_cast<KernelDrawing::Form>(form_->currentIndex()),
            std::max(0, level_->currentIndex()),
            static_cast<Upsampling>(how_->currentIndex()),
            std::max(0, decoder_->currentIndex())};
}

void InspectBar::setForm(KernelDrawing::Form form) {
    form_->setCurrentIndex(static_cast<int>(form));
}

void InspectBar::setModel(const ModelInside& model) {
    if (level_->count() != model.levels) {
        const QSignalBlocker blocker(level_);
        level_->clear();
        for (int level = 1; level <= model.levels; ++level) {
            level_->addItem(tr("Level %1").arg(level));
        }
    }
    if (decoder_->count() != model.decoders.size()) {
        const QSignalBlocker blocker(decoder_);
        decoder_->clear();
        decoder_->addItems(model.decoders);
        decoder_->setVisible(model.decoders.size() > 1);
    }
}

void InspectBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), colours().panel);
    painter.fillRect(0, height() - 1, width(), 1, colours().line);
}

}  // namespace tessera::ui
