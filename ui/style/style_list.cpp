// Mouse, keys and menu over the styles.
#include "ui/style/style_list.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>

#include "ui/style/style_delegate.h"
#include "ui/style/style_model.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

StyleList::StyleList(StyleModel* model, QWidget* parent) : QListView(parent), styles_(model) {
    setModel(model);
    setItemDelegate(new StyleDelegate(this));
    setFlow(LeftToRight);
    setWrapping(true);
    setResizeMode(Adjust);
    setUniformItemSizes(true);
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    describe(this,
             tr("Styles"),
             tr("A click or Enter uses one, K keeps it, N names it; recent ones go by themselves"));
    setToolTip({});  // the cells have their own
}

QSize StyleList::sizeHint() const {
    return {256, 200};
}

void StyleList::resizeEvent(QResizeEvent* event) {
    QListView::resizeEvent(event);
    fitCells();
}

void StyleList::fitCells() {
    constexpr int kWidest = 160;
    const int width = viewport()->width() - 1;  // a row that fits exactly would be wrapped
    const int columns = std::max(2, (width + kWidest - 1) / kWidest);
    const int cell = std::max(48, width / columns);
    const QSize size(cell, cell * 3 / 4);
    if (gridSize() != size) {
        setGridSize(size);
        setIconSize(size);
    }
}

void StyleList::toggleKept(const QModelIndex& index) {
    styles_->setKept(index.row(), !index.data(StyleModel::KeptRole).toBool());
}

void StyleList::mousePressEvent(QMouseEvent* event) {
    const QPoint at = event->position().toPoint();
    const QModelIndex index = indexAt(at);
    if (event->button() != Qt::LeftButton || !index.isValid()) {
        return;
    }
    if (StyleDelegate::pinRect(visualRect(index)).contains(at)) {
        toggleKept(index);
        return;
    }
    QListView::mousePressEvent(event);
    if (index.flags() & Qt::ItemIsEnabled) {
        Q_EMIT picked(index.row());
    }
}

void StyleList::keyPressEvent(QKeyEvent* event) {
    const QModelIndex index = currentIndex();
    switch (index.isValid() ? event->key() : 0) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Space:
            Q_EMIT picked(index.row());
            break;
        case Qt::Key_K:
            toggleKept(index);
            break;
        case Qt::Key_N:
            edit(index);
            break;
        case Qt::Key_Delete:
            styles_->remove(index.row());
            break;
        default:
            QListView::keyPressEvent(event);
    }
}

void StyleList::contextMenuEvent(QContextMenuEvent* event) {
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    if (!index.isValid()) {
        return;
    }
    QMenu menu;
    QAction* use = menu.addAction(tr("Use"), this, [this, index] { Q_EMIT picked(index.row()); });
    use->setEnabled(index.flags() & Qt::ItemIsEnabled);
    const bool kept = index.data(StyleModel::KeptRole).toBool();
    menu.addAction(icon(Icon::Pin), kept ? tr("Let go") : tr("Keep"), this, [this, index] {
        toggleKept(index);
    });
    menu.addAction(tr("Name…"), this, [this, index] { edit(index); });
    menu.addAction(tr("Remove"), this, [this, index] { styles_->remove(index.row()); });
    menu.exec(byKey ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

}  // namespace tessera::ui
