// The life of an insertion.
#include "ui/change/placing.h"

#include "ui/change/insert_bar.h"
#include "ui/change/insert_tool.h"

namespace tessera::ui {

Placing::Placing(Painting& painting, CanvasView& canvas, const InsertSource& source)
    : QObject(&canvas),
      tool_(new InsertTool(painting, source, this)),
      bar_(std::make_unique<InsertBar>(*tool_, &canvas)),
      loan_(std::make_unique<CanvasLoan>(canvas, *tool_)) {
    connect(tool_, &InsertTool::finished, this, [this] {
        loan_.reset();
        bar_->hide();  // it may be the bar's own button that calls
        deleteLater();
    });
}

Placing::~Placing() = default;

}  // namespace tessera::ui
