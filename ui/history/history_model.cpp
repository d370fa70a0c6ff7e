// Follows the painting's history.
#include "ui/history/history_model.h"

#include "core/document/painting.h"

namespace tessera::ui {

void HistoryModel::setPainting(Painting* painting) {
    if (painting_) {
        painting_->disconnect(this);
    }
    painting_ = painting;
    if (painting) {
        connect(painting, &Painting::historyChanged, this, &HistoryModel::update);
    }
    update();
}

void HistoryModel::update() {
    const QStringList names = painting_ ? painting_->history() : QStringList();
    position_ = painting_ ? painting_->historyPosition() : 0;
    if (names == names_) {  // undo and redo only move along the list
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {CurrentRole, UndoneRole});
    } else {
        beginResetModel();
        names_ = names;
        endResetModel();
    }
    Q_EMIT moved();
}

QModelIndex HistoryModel::currentState() const {
    return names_.isEmpty() ? QModelIndex()
                            : index(static_cast<int>(names_.size()) - 1 - position_);
}

int HistoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(names_.size());
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
    const int position = static_cast<int>(names_.size()) - 1 - index.row();
    switch (role) {
        case Qt::DisplayRole:
            return names_.at(position);
        case Qt::AccessibleTextRole:
            return position > position_ ? tr("%1, undone").arg(names_.at(position))
                                        : names_.at(position);
        case PositionRole:
            return position;
        case CurrentRole:
            return position == position_;
        case UndoneRole:
            return position > position_;
        default:
            return {};
    }
}

}  // namespace tessera::ui
