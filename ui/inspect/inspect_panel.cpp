// Header, contents, and the line that takes their place.
#include "ui/inspect/inspect_panel.h"

#include <QLabel>
#include <QMessageBox>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>
#include <stdexcept>

#include "ui/inspect/figure_export.h"
#include "ui/theme/column_scroll.h"

namespace tessera::ui {

InspectPanel::InspectPanel(const QString& title, QWidget* parent)
    : QWidget(parent),
      header_(new SectionHeader(title)),
      scroll_(newColumnScroll()),
      reason_(new QLabel) {
    setAccessibleName(title);
    reason_->setWordWrap(true);
    reason_->setMargin(Metrics::unit * 3 / 2);
    reason_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    setRole(reason_, Role::Muted);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header_);
    column->addWidget(reason_, 1);
    column->addWidget(scroll_, 1);
    say(tr("Nothing is rendered yet"));
}

bool InspectPanel::isShown() const {
    const QRect inWindow(mapTo(window(), QPoint()), size());
    return isVisible() && window()->rect().intersects(inWindow);
}

void InspectPanel::setBody(QWidget* body) {
    scroll_->setWidget(body);
}

void InspectPanel::take(const InspectionResult& result) {
    QString why = whyNot(result.inspection.model());
    if (why.isEmpty()) {
        why = whyNotOf(result.inspection.palette());
    }
    say(why);
    shown_ = why.isEmpty() ? result.inspection : Inspection();
    wish_ = result.wish;
    if (export_ != nullptr) {
        export_->setEnabled(!shown_.isNull());
    }
    if (why.isEmpty()) {
        showResult(result);
    } else {
        showNothing();
    }
}

void InspectPanel::clear() {
    showNothing();
    shown_ = {};
    if (export_ != nullptr) {
        export_->setEnabled(false);
    }
    say(tr("Waiting for the next render"));
}

void InspectPanel::say(const QString& text) {
    reason_->setText(text);
    reason_->setVisible(!text.isEmpty());
    scroll_->setVisible(text.isEmpty());
}

void InspectPanel::offerFigure(MakeFigure make) {
    make_ = std::move(make);
    export_ = header_->addButton(Icon::Export, tr("Export figure…"));
    export_->setEnabled(false);
    connect(export_, &QToolButton::clicked, this, &InspectPanel::exportShown);
}

Figure InspectPanel::figure() const {
    if (!make_ || shown_.isNull()) {
        throw std::runtime_error(tr("There is nothing to export yet").toStdString());
    }
    return make_({{accessibleName(), shown_}}, wish_);
}

void InspectPanel::exportShown() {
    try {
        exportFigure(figure(), accessibleName(), *this);
    } catch (const std::exception& error) {
        QMessageBox::information(this, tr("No figure"), QString::fromUtf8(error.what()));
    }
}

QString InspectPanel::whyNotOf(const Palette& /*palette*/) const {
    return {};
}

QString InspectPanel::reason(const ModelInside& model, InspectionPart part) {
    const auto missing = model.missing.find(part);
    return missing == model.missing.end() ? QString() : missing->second;
}

}  // namespace tessera::ui
