// A row a region, and the number under the pointer.
#include "ui/inspect/region_styles_panel.h"

#include <QLabel>
#include <QVBoxLayout>

#include "core/document/painting.h"
#include "ui/inspect/code_rows.h"

namespace tessera::ui {

RegionStylesPanel::RegionStylesPanel(const Painting& painting, QWidget* parent)
    : InspectPanel(tr("Region styles"), parent),
      painting_(painting),
      rows_(new CodeRows),
      pointed_(new QLabel) {
    setRole(pointed_, Role::Heading);
    header()->layout()->addWidget(pointed_);
    auto* caption = new QLabel(
        tr("Each region's photo and style code; at the right the cosine of its code with each "
           "other one's: 1 where they say the same."));
    caption->setWordWrap(true);
    setRole(caption, Role::Muted);
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(Metrics::unit);
    column->addWidget(rows_);
    column->addWidget(caption);
    column->addStretch();
    setBody(body);
    connect(rows_, &CodeRows::pointed, pointed_, &QLabel::setText);
    offerFigure(
        [](const FigureSubjects& shown, const InspectionWish&) { return codesFigure(shown); });
}

QString RegionStylesPanel::whyNot(const ModelInside& model) const {
    return reason(model, InspectionPart::Codes);
}

void RegionStylesPanel::addTo(InspectionWish& wish) const {
    wish.codes = true;
}

void RegionStylesPanel::showResult(const InspectionResult& result) {
    if (!result.codes) {
        return;
    }
    QStringList photos;
    for (const CodeFindings::OfClass& one : result.codes->classes) {
        photos << painting_.style().regionPhotos.value(one.of.name);
    }
    rows_->setCodes(*result.codes, photos);
}

void RegionStylesPanel::showNothing() {
    rows_->setNothing();
}

}  // namespace tessera::ui
