// Mouse and keys over the class list.
#include "ui/palette/class_list_view.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScopedValueRollback>

#include "ui/palette/class_delegate.h"
#include "ui/palette/class_model.h"

namespace tessera::ui {

ClassListView::ClassListView(ClassModel* model, QWidget* parent)
    : QListView(parent), classes_(model) {
    setModel(model);
    setItemDelegate(new ClassDelegate(this));
    setUniformItemSizes(true);
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setFrameShape(NoFrame);
    setAccessibleName(tr("Classes"));
}

void ClassListView::showClass(int classIndex) {
    const QScopedValueRollback quiet(quiet_, true);
    const QModelIndex index = classes_->indexOfClass(classIndex);
    setCurrentIndex(index);
    if (index.isValid()) {
        scrollTo(index);
    }
}

void ClassListView::pick(const QModelIndex& index) {
    if (!quiet_ && index.isValid() && !classes_->isHeading(index)) {
        Q_EMIT classPicked(index.data(ClassModel::ClassRole).toInt());
    }
}

void ClassListView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QListView::currentChanged(current, previous);
    pick(current);
}

void ClassListView::mousePressEvent(QMouseEvent* event) {
    const QModelIndex index = indexAt(event->position().toPoint());
    if (classes_->isHeading(index)) {
        if (event->button() == Qt::LeftButton) {
            classes_->toggleFolded(index);
        }
        return;
    }
    if (event->button() == Qt::LeftButton) {
        QListView::mousePressEvent(event);
        pick(index);  // also when it was current, but another class was chosen elsewhere
    }
}

void ClassListView::keyPressEvent(QKeyEvent* event) {
    if (!foldByKey(event->key())) {
        QListView::keyPressEvent(event);
    }
}

bool ClassListView::foldByKey(int key) {
    const QModelIndex index = currentIndex();
    if (!classes_->isHeading(index)) {
        return false;
    }
    const int row = index.row();
    switch (key) {
        case Qt::Key_Left:
            classes_->setFolded(index, true);
            break;
        case Qt::Key_Right:
            classes_->setFolded(index, false);
            break;
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Space:
            classes_->toggleFolded(index);
            break;
        default:
            return false;
    }
    setCurrentIndex(classes_->index(row));  // a heading keeps its row: only rows below it move
    return true;
}

void ClassListView::contextMenuEvent(QContextMenuEvent* event) {
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    if (index.isValid() && !classes_->isHeading(index)) {
        const QPoint at =
            byKey ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos();
        Q_EMIT menuWanted(index.data(ClassModel::ClassRole).toInt(), at);
    }
}

}  // namespace tessera::ui
