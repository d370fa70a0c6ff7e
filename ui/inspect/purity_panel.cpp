// Map of one level, table of all.
#include "ui/inspect/purity_panel.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/inspect/heat_view.h"

namespace tessera::ui {

namespace {

// The table's order: what is compared stands beside its equal in reach.
constexpr Upsampling kColumns[] = {
    Upsampling::Sau, Upsampling::Uniform, Upsampling::Bilinear, Upsampling::Nearest};

constexpr int kRow = 22;
constexpr int kTable = 136;  // header, all classes at three levels, and the first class

struct Text {
    Q_DECLARE_TR_FUNCTIONS(PurityPanel)
};

QString number(double value) {
    return QLocale().toString(value, 'f', 2);
}

}  // namespace

QStringList upsamplingNames() {
    return {Text::tr("SAU"),
            Text::tr("uniform"),
            Text::tr("bilinear"),
            Text::tr("bicubic"),
            Text::tr("nearest")};
}

PurityPanel::PurityPanel(QWidget* parent)
    : InspectPanel(tr("Semantic purity"), parent),
      heat_(new HeatView),
      table_(new QTableWidget(0, 6)),
      level_(new QComboBox),
      how_(new QComboBox),
      pointed_(new QLabel) {
    setRole(pointed_, Role::Heading);
    header()->layout()->addWidget(pointed_);
    borders_ = header()->addButton(tr("At borders"), tr("Only where another class is a neighbour"));
    borders_->setCheckable(true);
    describe(level_, tr("Level"), tr("1 is the coarsest"));
    how_->addItems(upsamplingNames());
    describe(how_, tr("Way of upsampling"), tr("Whose purity the map shows"));

    table_->setHorizontalHeaderLabels(
        {tr("level"), tr("class"), tr("SAU"), tr("uniform"), tr("bilinear"), tr("nearest")});
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setSelectionMode(QAbstractItemView::NoSelection);
    table_->setShowGrid(false);
    table_->verticalHeader()->hide();
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    table_->verticalHeader()->setDefaultSectionSize(kRow);
    table_->setFixedHeight(kTable);
    table_->setAccessibleName(tr("Mean purity a level and class"));

    auto* choice = new QHBoxLayout;
    choice->addWidget(level_);
    choice->addWidget(how_);
    choice->addStretch();
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(Metrics::unit);
    column->addWidget(table_);
    column->addLayout(choice);
    column->addWidget(heat_);
    column->addStretch();
    setBody(body);
    offerFigure([](const FigureSubjects& shown, const InspectionWish& wish) {
        return purityFigure(shown, wish.decoder);
    });

    connect(level_, &QComboBox::activated, this, &InspectPanel::wishChanged);
    connect(how_, &QComboBox::activated, this, &InspectPanel::wishChanged);
    connect(borders_, &QToolButton::toggled, this, &PurityPanel::fillTable);
    connect(heat_, &HeatView::pointed, pointed_, &QLabel::setText);
}

QString PurityPanel::whyNot(const ModelInside& model) const {
    return reason(model, InspectionPart::Kernels);
}

void PurityPanel::addTo(InspectionWish& wish) const {
    wish.kernels = true;
    wish.purity = true;
    wish.purityLevel = std::max(0, level_->currentIndex());
    wish.purityOf = static_cast<Upsampling>(how_->currentIndex());
}

void PurityPanel::listLevels(int levels) {
    if (level_->count() == levels) {
        return;
    }
    const QSignalBlocker blocker(level_);
    level_->clear();
    for (int level = 1; level <= levels; ++level) {
        level_->addItem(tr("Level %1").arg(level));
    }
}

void PurityPanel::showResult(const InspectionResult& result) {
    listLevels(result.inspection.model().levels);
    if (result.purityMap) {
        heat_->setMap(*result.purityMap, result.inspection.photo(), 0, 1, tr("purity"));
    }
    if (result.purity) {
        found_ = *result.purity;
        fillTable();
    }
}

void PurityPanel::showNothing() {
    heat_->setNothing();
    found_ = {};
    fillTable();
}

// All classes together at every level, then class by class.
void PurityPanel::fillTable() {
    table_->setRowCount(static_cast<int>(found_.rows.size()));
    int line = 0;
    for (const bool together : {true, false}) {
        for (const PurityRow& row : found_.rows) {
            if (row.of.has_value() != together) {
                fillRow(line++, row);
            }
        }
    }
}

void PurityPanel::fillRow(int line, const PurityRow& row) {
    QStringList cells = {QString::number(row.level + 1), row.of ? row.of->name : tr("all")};
    const qint64 counted = borders_->isChecked() ? row.borderCells : row.cells;
    for (const Upsampling how : kColumns) {
        const PurityMean& mean = row[how];
        cells << (counted > 0 ? number(borders_->isChecked() ? mean.atBorders : mean.everywhere)
                              : QStringLiteral("–"));
    }
    for (int column = 0; column < cells.size(); ++column) {
        auto* item = new QTableWidgetItem(cells[column]);
        item->setTextAlignment((column == 1 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
        QFont font = item->font();
        font.setBold(!row.of);
        item->setFont(font);
        table_->setItem(line, column, item);
    }
}

}  // namespace tessera::ui
