// Choices and preview of "replace class".
#include "ui/change/replace_dialog.h"

#include <QButtonGroup>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

#include "ui/change/class_combo.h"
#include "ui/change/region_tool.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {

qint64 pixelsThatDiffer(const LabelMap& a, const LabelMap& b, const QRect& area) {
    qint64 count = 0;
    for (int y = area.top(); y <= area.bottom(); ++y) {
        const uint16_t* left = a.scanLine(y);
        const uint16_t* right = b.scanLine(y);
        for (int x = area.left(); x <= area.right(); ++x) {
            count += left[x] != right[x];
        }
    }
    return count;
}

}  // namespace

ReplaceDialog::ReplaceDialog(Painting& painting, CanvasView& canvas, QWidget* parent)
    : QDialog(parent, Qt::Tool),
      painting_(painting),
      change_(painting),
      before_(painting.labels()) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Replace class"));
    painting.endStroke();
    tool_ = new RegionTool(this);

    auto* hint = new QLabel(tr("On the picture: a drag draws the lasso, a click picks the class."));
    hint->setWordWrap(true);
    setRole(hint, Role::Muted);
    count_ = new QLabel;
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    replace_ = buttons->addButton(tr("Replace"), QDialogButtonBox::AcceptRole);
    replace_->setDefault(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(createChoices());
    column->addWidget(createScope());
    column->addWidget(hint);
    column->addWidget(count_);
    column->addStretch();
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(&painting_, &Painting::replaced, this, &QDialog::reject);

    listClasses();
    connectTool(canvas);
    preview();
}

ReplaceDialog::~ReplaceDialog() = default;

QWidget* ReplaceDialog::createChoices() {
    from_ = new ClassCombo;
    to_ = new ClassCombo;
    describe(from_, tr("Class to replace"));
    describe(to_, tr("Class that it becomes"));
    auto* choices = new QWidget;
    auto* form = new QFormLayout(choices);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&Replace"), from_);
    form->addRow(tr("&by"), to_);
    connect(from_, &ClassCombo::labelChosen, this, &ReplaceDialog::preview);
    connect(to_, &ClassCombo::labelChosen, this, &ReplaceDialog::preview);
    return choices;
}

QWidget* ReplaceDialog::createScope() {
    everywhere_ = new QRadioButton(tr("&Everywhere"));
    inLasso_ = new QRadioButton(tr("Inside the &lasso"));
    everywhere_->setChecked(true);
    inLasso_->setEnabled(false);
    describe(everywhere_, tr("Replace in the whole picture"));
    describe(inLasso_, tr("Replace inside the lasso"), tr("Draw one on the picture first"));
    auto* scope = new QWidget;
    auto* row = new QHBoxLayout(scope);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(16);
    row->addWidget(everywhere_);
    row->addWidget(inLasso_);
    row->addStretch();
    connect(everywhere_, &QRadioButton::toggled, this, &ReplaceDialog::preview);
    return scope;
}

void ReplaceDialog::connectTool(CanvasView& canvas) {
    loan_ = std::make_unique<CanvasLoan>(canvas, *tool_);
    connect(tool_, &RegionTool::clicked, this, &ReplaceDialog::pickFrom);
    connect(tool_, &RegionTool::confirmed, this, &QDialog::accept);
    connect(tool_, &RegionTool::dismissed, this, &QDialog::reject);
    connect(tool_, &RegionTool::lassoDrawn, this, [this] {
        inLasso_->setEnabled(true);
        describe(inLasso_, tr("Replace inside the lasso"));
        inLasso_->setChecked(true);
        preview();
    });
}

// Only what is in the picture can be replaced.
void ReplaceDialog::listClasses() {
    const Palette& palette = painting_.palette();
    const std::vector<qint64> areas = before_.classAreas(palette.size());
    std::vector<uint16_t> there;
    qint64 counted = 0;
    for (int i = 0; i < palette.size(); ++i) {
        counted += areas[i];
        if (areas[i] > 0) {
            there.push_back(static_cast<uint16_t>(i));
        }
    }
    if (counted < qint64{before_.width()} * before_.height()) {
        there.push_back(kVoid);
    }
    const QSignalBlocker quietFrom(from_);
    const QSignalBlocker quietTo(to_);
    from_->setLabels(palette, there);
    to_->setPalette(palette, tr("no class"));
    to_->setLabel(otherThan(from()));
}

uint16_t ReplaceDialog::otherThan(uint16_t label) const {
    const int classes = painting_.palette().size();
    const std::vector<qint64> areas = before_.classAreas(classes);
    const int next = label + 1 < classes ? label + 1 : 0;
    int best = next == label || classes == 0 ? kVoid : next;
    qint64 most = 0;
    for (int i = 0; i < classes; ++i) {
        if (i != label && areas[i] > most) {
            best = i;
            most = areas[i];
        }
    }
    return static_cast<uint16_t>(best);
}

void ReplaceDialog::setFrom(uint16_t label) {
    from_->setLabel(label);
    if (from() == to()) {
        to_->setLabel(otherThan(from()));
    }
}

void ReplaceDialog::setTo(uint16_t label) {
    to_->setLabel(label);
}

uint16_t ReplaceDialog::from() const {
    return from_->label();
}

uint16_t ReplaceDialog::to() const {
    return to_->label();
}

void ReplaceDialog::pickFrom(const QPoint& pixel) {
    if (before_.contains(pixel)) {
        setFrom(before_.at(pixel));
    }
}

void ReplaceDialog::preview() {
    const Palette& palette = painting_.palette();
    ReplaceClass shape{from(), std::nullopt};
    if (inLasso_->isChecked()) {
        shape.within = tool_->lasso();
    }
    const QRect changed =
        change_.show({shape, to(), std::nullopt},
                     tr("Replace: %1 by %2").arg(palette.nameOf(from()), palette.nameOf(to())));
    say(pixelsThatDiffer(before_, painting_.labels(), changed));
}

void ReplaceDialog::say(qint64 pixels) {
    count_->setText(pixels == 0 ? tr("Nothing changes")
                                : tr("%1 pixels change").arg(QLocale().toString(pixels)));
    replace_->setEnabled(pixels > 0);
    replace_->setToolTip(pixels > 0 ? QString() : tr("Choose two different classes"));
}

void ReplaceDialog::done(int result) {
    // Before the change is settled: the canvas asks its tool to stop first.
    loan_.reset();
    if (result == Accepted) {
        preview();  // an undo beside the dialog may have taken it back
        change_.commit();
    } else {
        change_.cancel();
    }
    QDialog::done(result);
}

}  // namespace tessera::ui
