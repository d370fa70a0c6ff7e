// Region, class, and what cannot come along.
#include "ui/change/insert_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/images/image_files.h"
#include "ui/change/class_combo.h"
#include "ui/change/region_picker.h"
#include "ui/palette/palette_switch.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {

bool holdsAnything(const LabelMap& labels, const QRect& region) {
    for (int y = region.top(); y <= region.bottom(); ++y) {
        const uint16_t* row = labels.scanLine(y);
        for (int x = region.left(); x <= region.right(); ++x) {
            if (row[x] != kVoid) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace

InsertDialog::InsertDialog(const PaintingData& other,
                           const QString& name,
                           const Palette& target,
                           QWidget* parent)
    : QDialog(parent), palette_(target), labels_(other.labels), name_(name) {
    setWindowTitle(tr("Insert from %1").arg(name));
    lost_ = new QLabel;
    lost_->setWordWrap(true);
    setRole(lost_, Role::Muted);
    lost_->hide();
    if (other.palette != target) {
        const PaletteSwitch switched = switchPalette(other.labels, other.palette, target);
        labels_ = switched.labels;
        lost_->setText(tr("Left out, as %1 has no class of that name: %2.")
                           .arg(target.title(), switched.lost.join(QStringLiteral(", "))));
        lost_->setVisible(!switched.lost.isEmpty());
    }
    picker_ = new RegionPicker;
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    place_ = buttons->addButton(tr("Place on the picture"), QDialogButtonBox::AcceptRole);
    place_->setDefault(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(picker_, 1);
    column->addWidget(createChoice());
    column->addWidget(lost_);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(picker_, &RegionPicker::regionChanged, this, &InsertDialog::adopt);
    connect(only_, &ClassCombo::labelChosen, this, &InsertDialog::adopt);
    adopt();
}

QWidget* InsertDialog::createChoice() {
    only_ = new ClassCombo;
    listClasses();
    describe(only_, tr("Class to insert"), tr("All classes of the region, or one of them alone"));
    auto* text = new QLabel(tr("&Take"));
    text->setBuddy(only_);
    size_ = new QLabel;
    setRole(size_, Role::Muted);
    auto* choice = new QWidget;
    auto* row = new QHBoxLayout(choice);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(text);
    row->addWidget(only_);
    row->addStretch();
    row->addWidget(size_);
    return choice;
}

void InsertDialog::listClasses() {
    const std::vector<qint64> areas = labels_.classAreas(palette_.size());
    std::vector<uint16_t> there{kVoid};
    for (int i = 0; i < palette_.size(); ++i) {
        if (areas[i] > 0) {
            there.push_back(static_cast<uint16_t>(i));
        }
    }
    only_->setLabels(palette_, there);
    only_->setItemText(0, tr("all classes"));
}

void InsertDialog::setRegion(const QRect& region) {
    picker_->setRegion(region);
}

void InsertDialog::setOnly(uint16_t label) {
    only_->setLabel(label);
}

LabelMap InsertDialog::chosenLabels() const {
    const uint16_t only = only_->label();
    if (only == kVoid) {
        return labels_;
    }
    LabelMap chosen(labels_.size());
    for (int y = 0; y < labels_.height(); ++y) {
        const uint16_t* from = labels_.scanLine(y);
        uint16_t* to = chosen.writableScanLine(y);
        for (int x = 0; x < labels_.width(); ++x) {
            to[x] = from[x] == only ? only : kVoid;
        }
    }
    return chosen;
}

void InsertDialog::adopt() {
    const LabelMap chosen = chosenLabels();
    picker_->setImage(colorImage(chosen, palette_));
    const QRect region = picker_->region();
    size_->setText(tr("%1 × %2 pixels").arg(region.width()).arg(region.height()));
    const bool something = holdsAnything(chosen, region);
    place_->setEnabled(something);
    place_->setToolTip(something ? QString() : tr("There is nothing to insert in this region"));
}

InsertSource InsertDialog::source() const {
    return {chosenLabels(), picker_->region(), name_};
}

}  // namespace tessera::ui
