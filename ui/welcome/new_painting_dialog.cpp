// Lays out the choices and remembers them.
#include "ui/welcome/new_painting_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSettings>
#include <QSpinBox>
#include <QVBoxLayout>
#include <array>

#include "core/palette/palette_library.h"
#include "ui/change/class_combo.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {

constexpr std::array kPresets = {
    QSize(256, 256), QSize(512, 512), QSize(768, 512), QSize(1024, 1024)};
const QString kSizeKey = QStringLiteral("newPainting/size");

QString textOf(QSize size) {
    return QStringLiteral("%1 × %2").arg(size.width()).arg(size.height());
}

}  // namespace

NewPaintingDialog::NewPaintingDialog(const PaletteLibrary& library,
                                     const QString& paletteId,
                                     QWidget* parent)
    : QDialog(parent), library_(library) {
    setWindowTitle(tr("New painting"));
    palette_ = new QComboBox;
    fill_ = new ClassCombo;
    for (const Palette& palette : library.palettes()) {
        palette_->addItem(tr("%1 (%2 classes)").arg(palette.title()).arg(palette.size()),
                          palette.id());
    }
    palette_->setCurrentIndex(std::max(0, palette_->findData(paletteId)));
    describe(palette_, tr("Palette"), tr("The classes that one can paint"));
    describe(fill_, tr("First class"), tr("Fills the whole picture"));

    auto* form = new QFormLayout;
    form->setVerticalSpacing(12);
    form->setHorizontalSpacing(16);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    QWidget* size = createSize();
    form->addRow(tr("&Size"), preset_);
    form->addRow(QString(), size);
    form->addRow(tr("&Palette"), palette_);
    form->addRow(tr("&Filled with"), fill_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    buttons->addButton(tr("Create"), QDialogButtonBox::AcceptRole)->setDefault(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(16);
    column->addLayout(form);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(palette_, &QComboBox::currentIndexChanged, this, &NewPaintingDialog::adoptPalette);
    adoptPalette();
    setPictureSize(QSettings().value(kSizeKey, kPresets[1]).toSize());
}

QWidget* NewPaintingDialog::createSize() {
    preset_ = new QComboBox;
    for (const QSize& size : kPresets) {
        preset_->addItem(textOf(size), size);
    }
    preset_->addItem(tr("Custom"));
    describe(preset_, tr("Size"), tr("In pixels"));
    const auto side = [](const QString& name) {
        auto* box = new QSpinBox;
        box->setRange(kSmallestSide, kLargestSide);
        box->setSuffix(tr(" px"));
        describe(box, name, tr("%1 to %2 pixels").arg(kSmallestSide).arg(kLargestSide));
        return box;
    };
    width_ = side(tr("Width"));
    height_ = side(tr("Height"));
    auto* size = new QWidget;
    auto* row = new QHBoxLayout(size);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(width_, 1);
    row->addWidget(new QLabel(QStringLiteral("×")));
    row->addWidget(height_, 1);
    connect(preset_, &QComboBox::activated, this, [this] {
        if (const QVariant chosen = preset_->currentData(); chosen.isValid()) {
            setPictureSize(chosen.toSize());
        } else {
            width_->setFocus();
        }
    });
    connect(width_, &QSpinBox::valueChanged, this, &NewPaintingDialog::showPreset);
    connect(height_, &QSpinBox::valueChanged, this, &NewPaintingDialog::showPreset);
    return size;
}

void NewPaintingDialog::showPreset() {
    const int row = preset_->findData(pictureSize());
    preset_->setCurrentIndex(row < 0 ? preset_->count() - 1 : row);
}

void NewPaintingDialog::adoptPalette() {
    fill_->setPalette(library_.find(palette_->currentData().toString()), tr("no class"));
    fill_->setCurrentIndex(1);
}

void NewPaintingDialog::setPictureSize(QSize size) {
    width_->setValue(size.width());
    height_->setValue(size.height());
    showPreset();
}

QSize NewPaintingDialog::pictureSize() const {
    return {width_->value(), height_->value()};
}

PaintingData NewPaintingDialog::painting() const {
    PaintingData fresh;
    fresh.palette = library_.find(palette_->currentData().toString());
    fresh.labels = LabelMap(pictureSize(), fill_->label());
    fresh.style.styleSeed = QRandomGenerator::global()->generate();
    fresh.style.noiseSeed = QRandomGenerator::global()->generate();
    return fresh;
}

void NewPaintingDialog::done(int result) {
    if (result == Accepted) {
        QSettings().setValue(kSizeKey, pictureSize());
    }
    QDialog::done(result);
}

}  // namespace tessera::ui
